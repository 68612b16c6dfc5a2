<?php
// A plain PHP program: json_decode, with a signature check when MODE is "signed". Usage: php decode.php FILE ROUNDS [MODE];
// prints microseconds of CPU a round.
[$file, $rounds, $mode] = [$argv[1], (int) $argv[2], $argv[3] ?? ''];
$body = file_get_contents($file);
$key = base64_decode('MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw');
$expected = hash_hmac('sha256', 'msg_1.1614265330.' . $body, $key, true);

function cpu(): float
{
    $usage = getrusage();
    return ($usage['ru_utime.tv_sec'] + $usage['ru_stime.tv_sec']) * 1e6 + $usage['ru_utime.tv_usec'] + $usage['ru_stime.tv_usec'];
}

function work(): void
{
    global $mode, $body, $key, $expected;
    if ($mode === 'signed' && !hash_equals($expected, hash_hmac('sha256', 'msg_1.1614265330.' . $body, $key, true))) {
        exit(1);
    }
    json_decode($body, true, 512, JSON_THROW_ON_ERROR);
}

for ($i = 0; $i < $rounds / 5; $i++) {
    work();
}
$begin = cpu();
for ($i = 0; $i < $rounds; $i++) {
    work();
}
echo (cpu() - $begin) / $rounds, "\n";
