<?php

/**
 * Refuses what PHP 7.4 does not have, in files that a newer PHP would let pass: `php php74.php FILE...`
 *
 * WHMCS 8 runs on 7.4 at hosts that have not moved on, and no 7.4 is at hand to try it.
 */

const NEWER_TOKENS = ['T_MATCH', 'T_ENUM', 'T_READONLY', 'T_NULLSAFE_OBJECT_OPERATOR', 'T_ATTRIBUTE'];
const NEWER_FUNCTIONS = [
    'str_contains', 'str_starts_with', 'str_ends_with', 'array_is_list', 'get_debug_type', 'get_resource_id', 'fdiv',
    'preg_last_error_msg', 'array_find', 'array_any', 'array_all', 'json_validate', 'mb_str_pad',
];
const NEWER_PATTERNS = [
    'a catch without its variable' => '/T_CATCH \( [^)]*(?:T_STRING|T_NAME_\w+) \)/',
    'a promoted constructor parameter' => '/[(,] T_(?:PUBLIC|PROTECTED|PRIVATE) /',
    'a named argument' => '/[(,] T_STRING : (?!:)/',
    'a union type of a parameter' => '/(?:T_STRING|T_ARRAY|T_NAME_\w+) \| (?:T_STRING|T_ARRAY|T_NAME_\w+) T_VARIABLE/',
    'a union type that is returned' => '/\) : \??\s?(?:T_STRING|T_ARRAY|T_STATIC|T_NAME_\w+) \|/',
    'static as a type' => '/\) : \??\s?T_STATIC /',
    'a comma after the last parameter' => '/T_(?:FUNCTION|FN) (?:& )?(?:T_STRING )?\( [^()]*T_VARIABLE , \)/',
    'throw as an expression' => '/(?:T_COALESCE|T_DOUBLE_ARROW|\?) T_THROW/',
];

/** @return list<string> what of it is newer */
function newer(string $code): array
{
    $found = [];
    $shape = '';
    $words = [];
    foreach (PhpToken::tokenize($code) as $token) {
        if ($token->isIgnorable()) {
            continue;
        }
        $shape .= ($token->id < 256 ? $token->text : $token->getTokenName()) . ' ';
        $words[] = $token->text;
        if (in_array($token->getTokenName(), NEWER_TOKENS, true)) {
            $found[] = "{$token->text} in line {$token->line}";
        }
    }
    // A catch may name several classes since long ago
    $shape = preg_replace('/T_CATCH \( [^)]*T_VARIABLE \)/', '', $shape);
    foreach (NEWER_PATTERNS as $what => $pattern) {
        if (preg_match($pattern, $shape) === 1) {
            $found[] = $what;
        }
    }
    foreach ($words as $place => $word) {
        $isCalled = ($words[$place + 1] ?? '') === '(' && !in_array($words[$place - 1] ?? '', ['->', '::'], true);
        if ($isCalled && in_array(strtolower($word), NEWER_FUNCTIONS, true)) {
            $found[] = "$word()";
        }
        if (in_array($word, ['mixed', 'never'], true) && preg_match('/^\$|^[{;=]$/', $words[$place + 1] ?? '') === 1) {
            $found[] = "$word as a type";
        }
    }
    return $found;
}

$isClean = true;
foreach (array_slice($argv, 1) as $file) {
    foreach (newer(file_get_contents($file)) as $what) {
        fwrite(STDERR, "$file: not in PHP 7.4: $what\n");
        $isClean = false;
    }
}
exit($isClean ? 0 : 1);
