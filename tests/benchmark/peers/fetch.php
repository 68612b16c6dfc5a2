<?php
// A plain PHP program: php-curl and json_decode. Usage: php fetch.php URL ROUNDS; prints microseconds of CPU a round.
[$url, $rounds] = [$argv[1], (int) $argv[2]];
$curl = curl_init($url);
curl_setopt_array($curl, [
    CURLOPT_RETURNTRANSFER => true,
    CURLOPT_HTTPHEADER => ['Authorization: benchmark_key', 'Accept: application/json'],
]);

function cpu(): float
{
    $usage = getrusage();
    return ($usage['ru_utime.tv_sec'] + $usage['ru_stime.tv_sec']) * 1e6 + $usage['ru_utime.tv_usec'] + $usage['ru_stime.tv_usec'];
}

for ($i = 0; $i < $rounds / 5; $i++) {
    json_decode(curl_exec($curl), true, 512, JSON_THROW_ON_ERROR);
}
$begin = cpu();
for ($i = 0; $i < $rounds; $i++) {
    json_decode(curl_exec($curl), true, 512, JSON_THROW_ON_ERROR);
}
echo (cpu() - $begin) / $rounds, "\n";
