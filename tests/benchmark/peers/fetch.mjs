// A plain Node program: fetch and JSON.parse. Usage: node fetch.mjs URL ROUNDS; prints microseconds of CPU a round.
const [url, rounds] = [process.argv[2], Number(process.argv[3])];
const headers = { Authorization: 'benchmark_key', Accept: 'application/json' };

async function get() {
  const response = await fetch(url, { headers });
  return JSON.parse(await response.text());
}

for (let i = 0; i < rounds / 5; i++) await get();
const begin = process.cpuUsage();
for (let i = 0; i < rounds; i++) await get();
const used = process.cpuUsage(begin);
console.log((used.user + used.system) / rounds);
