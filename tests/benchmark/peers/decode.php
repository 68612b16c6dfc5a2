<?php
// A plain PHP program: what json_decode alone costs. Usage: php decode.php FILE ROUNDS; prints microseconds of CPU a round.
[$file, $rounds] = [$argv[1], (int) $argv[2]];
$body = file_get_contents($file);

function cpu(): float
{
    $usage = getrusage();
    return ($usage['ru_utime.tv_sec'] + $usage['ru_stime.tv_sec']) * 1e6 + $usage['ru_utime.tv_usec'] + $usage['ru_stime.tv_usec'];
}

for ($i = 0; $i < $rounds / 5; $i++) {
    json_decode($body, true, 512, JSON_THROW_ON_ERROR);
}
$begin = cpu();
for ($i = 0; $i < $rounds; $i++) {
    json_decode($body, true, 512, JSON_THROW_ON_ERROR);
}
echo (cpu() - $begin) / $rounds, "\n";
