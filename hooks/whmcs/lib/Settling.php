<?php

namespace WHMCS\Module\Addon\Supportbridge;

use Throwable;
use WHMCS\Database\Capsule;

/**
 * Looks whether a deed was done by a call that died before it could say so.
 *
 * Before a deed the highest id of its kind is noted (the mark): what has a higher one came later, whatever the clocks
 * say. Found is what has our text, our author and an id above the mark. What is as well done twice (priority, tags) is
 * simply done again. What a look cannot tell is unknown, and stays so.
 */
final class Settling
{
    /** The table whose ids tell what came after. */
    private const MARKED = [
        'AddTicketReply' => 'tblticketreplies',
        'AddTicketNote' => 'tblticketnotes',
        'CreateQuote' => 'tblquotes',
    ];

    private Commands $commands;

    public function __construct(Commands $commands)
    {
        $this->commands = $commands;
    }

    /** Returns the highest id before the deed; null: it needs none, or this WHMCS does not tell. */
    public function mark(string $command): ?int
    {
        if (!isset(self::MARKED[$command])) {
            return null;
        }
        try {
            return (int) Capsule::table(self::MARKED[$command])->max('id');
        } catch (Throwable $error) {
            Log::once('the marks of writes cannot be read', $error);
            return null;
        }
    }

    /** @param array<string, mixed> $params */
    public function look(string $command, array $params, ?int $mark): Finding
    {
        if (isset(self::MARKED[$command]) && $mark === null) {
            return Finding::unknown();
        }
        switch ($command) {
            case 'AddTicketReply':
                return $this->reply($params, $mark);
            case 'AddTicketNote':
                return $this->note($params, $mark);
            case 'DeleteTicketNote':
                return $this->deletion($params);
            case 'CreateQuote':
                return $this->quote($params, $mark);
            case 'SendQuote':
                return $this->sending($params);
            default:
                return Finding::notDone();
        }
    }

    private function reply(array $params, int $mark): Finding
    {
        $ticket = $this->commands->run('GetTicket', ['ticketid' => $params['ticketid'] ?? 0]);
        return $this->written(Rows::of($ticket, 'replies', 'reply'), 'replyid', $ticket, $params, $mark);
    }

    private function note(array $params, int $mark): Finding
    {
        $notes = $this->commands->run('GetTicketNotes', ['ticketid' => $params['ticketid'] ?? 0]);
        return $this->written(Rows::of($notes, 'notes', 'note'), 'id', $notes, $params, $mark);
    }

    /**
     * Our very words under another admin's name are not told apart from ours under a name that WHMCS spells otherwise.
     *
     * @param list<array<string, mixed>> $rows
     */
    private function written(array $rows, string $id, array $answer, array $params, int $mark): Finding
    {
        if (($answer['result'] ?? '') !== 'success') {
            return Finding::unknown();
        }
        foreach ($rows as $row) {
            $isLater = (int) ($row[$id] ?? $row['noteid'] ?? 0) > $mark;
            $author = (string) ($row['admin'] ?? '');
            if ($isLater && $author !== '' && Text::isSame($row['message'] ?? '', $params['message'] ?? '')) {
                return $this->commands->areOurs($author) ? Finding::done() : Finding::unknown();
            }
        }
        return Finding::notDone();
    }

    private function deletion(array $params): Finding
    {
        $isThere = Capsule::table('tblticketnotes')->where('id', (int) ($params['noteid'] ?? 0))->exists();
        return $isThere ? Finding::notDone() : Finding::done();
    }

    /** A quote is made in several steps: one that has fewer lines than it should is neither done nor not. */
    private function quote(array $params, int $mark): Finding
    {
        $asked = ['userid' => $params['userid'] ?? 0, 'subject' => $params['subject'] ?? '', 'limitnum' => 100];
        $answer = $this->commands->run('GetQuotes', $asked);
        if (($answer['result'] ?? '') !== 'success') {
            return Finding::unknown();
        }
        foreach (Rows::of($answer, 'quotes', 'quote') as $row) {
            if ((int) ($row['id'] ?? 0) > $mark && Text::isSame($row['subject'] ?? '', $asked['subject'])) {
                $isWhole = count(Rows::of($row, 'items', 'item')) === Rows::countLines($params['lineitems'] ?? '');
                return $isWhole ? Finding::done(['quoteid' => (string) $row['id']]) : Finding::unknown();
            }
        }
        return Finding::notDone();
    }

    private function sending(array $params): Finding
    {
        $answer = $this->commands->run('GetQuotes', ['quoteid' => $params['quoteid'] ?? 0]);
        $row = Rows::of($answer, 'quotes', 'quote')[0] ?? null;
        if ($row === null || !isset($row['stage'])) {
            return Finding::unknown();
        }
        return $row['stage'] === 'Draft' ? Finding::notDone() : Finding::done();
    }
}
