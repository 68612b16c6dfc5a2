// A plain Node program: JSON.parse, with a signature check when MODE is "signed". Usage: node decode.mjs FILE ROUNDS [MODE];
// prints microseconds of CPU a round.
import { readFileSync } from 'node:fs';
import { createHmac, timingSafeEqual } from 'node:crypto';

const [file, rounds, mode] = [process.argv[2], Number(process.argv[3]), process.argv[4]];
const body = readFileSync(file);
const key = Buffer.from('MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'base64');

function decode() {
  return JSON.parse(body.toString('utf8'));
}

function receive() {
  const mac = () => createHmac('sha256', key).update('msg_1.1614265330.').update(body).digest();
  if (!timingSafeEqual(mac(), expected)) throw new Error('signature');
  return decode();
}

const expected = createHmac('sha256', key).update('msg_1.1614265330.').update(body).digest();
const work = mode === 'signed' ? receive : decode;
for (let i = 0; i < rounds / 5; i++) work();
const begin = process.cpuUsage();
for (let i = 0; i < rounds; i++) work();
const used = process.cpuUsage(begin);
console.log((used.user + used.system) / rounds);
