<?php

namespace WHMCS\Module\Addon\Supportbridge;

/**
 * What of one hook leaves, taken out of the variables that WHMCS hands to it.
 *
 * Rule: liberal in what it is given (objects, text for numbers, missing variables), strict in what it lets through:
 * named variables, and of those only plain values, short, and lists of them.
 */
final class HookRow
{
    private const LONGEST = 255;
    private const MOST = 200;

    public string $group;

    /** The read that adds what the hook leaves out, "" for none: what is read, and the variable with its id. */
    public string $reads;

    /** @var list<string> */
    private array $subjects;

    /** @var list<string> */
    private array $variables;

    /**
     * @param list<string> $subjects `kind=variable`
     * @param list<string> $variables
     */
    public function __construct(string $group, array $subjects, array $variables, string $reads)
    {
        $this->group = $group;
        $this->subjects = $subjects;
        $this->variables = $variables;
        $this->reads = $reads;
    }

    /**
     * @param mixed $vars the hook's argument
     *
     * @return array<string, mixed> what may leave, under the hook's own names
     */
    public function allowed($vars): array
    {
        $allowed = [];
        foreach ($this->variables as $path) {
            [$outer, $inner] = explode('.', $path) + [1 => null];
            $value = self::plain(self::at($vars, $path));
            if ($value === null) {
                continue;
            }
            if ($inner === null) {
                $allowed[$outer] = $value;
            } else {
                $allowed[$outer][$inner] = $value;
            }
        }
        return $allowed;
    }

    /**
     * Names whose order the event belongs in: "ticket 7".
     *
     * @param array<string, mixed> $data what leaves, and what was read beside it
     */
    public function subject(array $data): string
    {
        foreach ($this->subjects as $candidate) {
            [$kind, $path] = explode('=', $candidate);
            $id = self::at($data, $path);
            if (is_scalar($id) && (int) $id > 0) {
                return $kind . ' ' . (int) $id;
            }
        }
        return 'nobody';
    }

    /**
     * @param mixed $vars
     *
     * @return mixed null where there is nothing
     */
    private static function at($vars, string $path)
    {
        foreach (explode('.', $path) as $name) {
            $vars = is_array($vars) ? ($vars[$name] ?? null) : null;
        }
        return $vars;
    }

    /**
     * @param mixed $value
     *
     * @return mixed a plain value, a list of them, or null for what may not leave
     */
    private static function plain($value)
    {
        if (is_array($value)) {
            return array_values(array_filter(array_slice($value, 0, self::MOST), 'is_scalar'));
        }
        if (is_string($value) && strlen($value) > self::LONGEST) {
            return substr($value, 0, self::LONGEST);
        }
        return is_scalar($value) ? $value : null;
    }
}
