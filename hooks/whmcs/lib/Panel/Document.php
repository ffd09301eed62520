<?php

namespace WHMCS\Module\Addon\Supportbridge\Panel;

use DateTimeImmutable;
use Exception;
use WHMCS\Module\Addon\Supportbridge\Language;

/**
 * A document of the bridge's, read without trust in its shape: what is missing or of another kind reads as empty.
 */
final class Document
{
    /** @var array<mixed> */
    private array $members;

    /** @param mixed $document */
    public function __construct($document)
    {
        $this->members = is_array($document) ? $document : [];
    }

    public function text(string $name): string
    {
        $value = $this->members[$name] ?? '';
        return is_scalar($value) ? (string) $value : '';
    }

    public function has(string $name): bool
    {
        return $this->text($name) !== '';
    }

    public function number(string $name): int
    {
        return (int) $this->text($name);
    }

    /** An instant as people read it, in the zone that the bridge gave it; "" where there is none. */
    public function instant(string $name): string
    {
        return self::shown($this->text($name));
    }

    /** @return list<string> */
    public function texts(string $name): array
    {
        return array_values(array_map('strval', array_filter($this->values($name), 'is_scalar')));
    }

    /** @return list<self> */
    public function rows(string $name): array
    {
        return array_map(static function ($row): self {
            return new self($row);
        }, array_values(array_filter($this->values($name), 'is_array')));
    }

    /** @return array<string, string> */
    public function pairs(string $name): array
    {
        $pairs = [];
        foreach ($name === '' ? $this->members : $this->values($name) as $key => $value) {
            if (is_scalar($value)) {
                $pairs[(string) $key] = self::shown((string) $value);
            }
        }
        return $pairs;
    }

    /** @return array<mixed> */
    private function values(string $name): array
    {
        $value = $this->members[$name] ?? [];
        return is_array($value) ? $value : [];
    }

    private static function shown(string $text): string
    {
        if (preg_match('/\A[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+([+-][0-9:]+|Z)\z/', $text) !== 1) {
            return $text;
        }
        try {
            $instant = new DateTimeImmutable($text);
        } catch (Exception $error) {
            return $text;
        }
        $month = explode(' ', Language::say('months'))[(int) $instant->format('n') - 1] ?? $instant->format('m');
        return $instant->format('j ') . $month . $instant->format(' Y, H:i');
    }
}
