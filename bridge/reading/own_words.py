"""The customer's own words: quoted mail, signatures, pasted logs, addresses and markup are not theirs (S2).

Rule: a line goes only for a reason that a person would name, and a cut to the end of the message needs words before
it or the full form of a quotation; so a request is never swallowed by the way it was sent. A whole message may be
somebody else's words, and then nothing is left.

Known libraries were weighed and not taken: mail-parser-reply has no Portuguese and backtracks (3 s on 9 kB of "On").
"""

import html
from collections.abc import Iterator, Sequence

from bridge.reading.patterns import Pattern, PatternSet, one_of, words
from bridge.reading.words import plain, split, visible

# Markup: only names of real elements, so that <me@example.com> and "a < b" stay what they are.
_HIDDEN = Pattern(r"(?s)<(?:style|script|head)\b[^>]*>.*?</(?:style|script|head)\s*>|<!--.*?-->")
_QUOTE_OPENS = Pattern(r'<blockquote\b[^>]*>|<div[^>]*class="?(?:gmail_quote|moz-cite)[^>]*>')
_QUOTE_CLOSES = Pattern(r"</blockquote\s*>")
_BLOCKS = Pattern(r"<br\s*/?>|</?(?:p|div|tr|table|ul|ol|li|h[1-6]|hr|section|article)\b[^<>]{0,500}>")
_INLINE = Pattern(r"</?(?:a|b|i|u|em|strong|span|font|td|th|tbody|thead|img|code|html|body|meta|o:p)\b[^<>]{0,500}>")
_BBCODE = Pattern(r"(?s)\[(?:code|quote)\b[^\]]{0,100}\].*?\[/(?:code|quote)\]")
_FENCED = Pattern(r"(?s)(?:^|\n)[ \t]*(?:```|~~~).*?\n[ \t]*(?:```|~~~)[ \t]*(?:\n|$)")

_LINES = 1_000  # of one message; the rest of a longer one is no talk

_QUOTED = Pattern(r"^[ \t]{0,3}(?:>|\|[ \t]|&gt;)")
_WROTE = words("wrote | writes | escreveu | escribio | ha escrito | schrieb | a ecrit")
_WRITES = Pattern(_WROTE)
_ATTRIBUTION = Pattern(r"^\W{0,3}(?:on|am|em|no|el|le|a|at|den)\b.{0,220}" + _WROTE + r".{0,120}:\s*$")
_ADDRESSED = Pattern(  # in one line: "Support <help@example.com> wrote:", "2026-03-01 18:40 GMT Support <...>:"
    r"^\W{0,3}.{0,100}<[^<>\s]{3,120}>.{0,60}" + _WROTE + r".{0,60}:?\s*$|"
    r"^\W{0,3}\d{4}-\d\d-\d\d \d\d:\d\d .{0,80}<[^<>\s]{3,120}>\s?:\s*$"
)
_DATED = Pattern(r"\d{4}|\d:\d\d|@")  # an attribution has a date or an address; "my colleague wrote:" has none
_INTRODUCES = Pattern(r"^.{0,220}" + _WROTE + r".{0,120}:\s*$")  # ... but before marked lines it is one all the same
_SEPARATOR = Pattern(
    r"^\W{0,3}[-_=*]{2,}\s*"
    + one_of(
        """
        original message | forwarded message | (begin )?forwarded | mensagem (original|(re|en)?encaminhada)
        mensaje (original|reenviado) | ursprungliche nachricht | originalnachricht | weitergeleitete nachricht
        message d'origine | message original | message transfere
        """
    )
    + r"|^begin forwarded message:|^\W{0,5}(?:please (?:type|write|add) your )?reply above this line"
)
_HEADER = Pattern(
    r"^[*\s]{0,3}"
    + one_of(
        """
        from | sent | date | to | cc | subject | reply-to
        de | enviado( em| el)? | data | fecha | para | assunto | asunto
        von | gesendet | datum | an | betreff | envoye( le)? | a | objet
        """
    )
    + r"[*\s]{0,3}:[*\s]{0,3}\S"
)
_SENDER = Pattern(r"^[*\s]{0,3}(?:from|de|von)[*\s]{0,3}:")

_SENT_FROM = Pattern(
    r"^\W{0,3}"
    + one_of(
        r"""
        sent (from|via|using)\b | get outlook for\b | enviado (do|da|desde|a partir|de)\b | obt(er|ener) o? ?outlook
        von meinem .{2,40} gesendet | gesendet (mit|von|uber)\b | outlook fur\b
        envoye (de|depuis|a partir)\b | telecharg\w+ outlook
        """
    )
    + r".{0,60}$"
)
_DASHES = Pattern(r"^\s*(?:--|—|__+)\s*$")
_CLOSING = Pattern(
    r"^\W{0,2}"
    + words(
        """
        (with )?(my |our )?((best|kind|kindest|warm|many) )?regards | best wishes | sincerely yours
        yours (sincerely|faithfully|truly)
        (com )?(os )?(meus )?(melhores |cordiais )?cumprimentos | atenciosamente | atentamente
        (un )?(cordial )?saludos?( cordial(es)?)?
        mit (freundlichen|besten|lieben) gru(e)?ssen | (viele|beste|liebe|freundliche) gru(e)?sse
        (bien )?cordialement | (meilleures |sinceres )?salutations( distinguees)? | bien a vous
        """
    )
    + r"[^.?!]{0,30}$|^\W{0,2}(?:best|cheers|sincerely|(?:um )?abraco|abracos|att|mfg|vg|lg)\s*[,.!]*$"
)
_THANKS_CLOSING = Pattern(
    r"^\W{0,2}(?:(?:many )?thanks|thank you|thx|obrigad[oa]|gracias|danke|merci)"
    r"(?: (?:and )?(?:best )?regards)?\s*[,!.]*$"
)
_NAME = Pattern(r"^\s*\p{Lu}[\p{L}.'-]*(?: \p{Lu}[\p{L}.'-]*){0,3}\s*$")
_POSTSCRIPT = Pattern(r"^\W{0,2}p\.? ?s\b")
_DISCLAIMER = Pattern(
    r"(?:confiden[ct]i|vertraulich|privileged|intended (?:only|solely|recipient)|destinat).{0,200}"
    r"(?:e-?mail|message|mensagem|mensaje|nachricht|correo|attachment|anhang|recipient)|"
    r"(?:e-?mail|message|mensagem|mensaje|nachricht|correo).{0,200}"
    r"(?:confidenti|confidenci|vertraulich|privileged|intended (?:only|solely))"
)

_LOG = PatternSet(
    (
        r"^\s*[\[(]?\d{4}[-/]\d\d[-/]\d\d[ T]\d\d:\d\d",  # 2026-03-01 18:40
        r"^\s*\[?\d{1,2}[-/]\w{3}[-/]\d{4}[ :]\d\d:\d\d",  # 01-Mar-2026 18:40
        r"^\s*\[?(?:\w{3} )?\w{3} +\d{1,2} \d\d:\d\d:\d\d",  # syslog, Apache's error log
        r'"(?:GET|POST|HEAD|PUT|OPTIONS) \S+(?: HTTP/[\d.]+)?"? \d{3}',
        r"\b(?:PHP )?(?:Fatal|Parse|Catchable) error:",
        r"^\s*(?:PHP )?(?:Warning|Notice|Deprecated): .* on line \d+",
        r"^\s*(?:Stack trace:|#\d+ |thrown in |Traceback \(most|at [\w$.]+\(|File \".*\", line \d+)",
        r"\[(?:error|warn|crit|notice|emerg|info|debug)\]|\b(?:ERROR|WARN|INFO|DEBUG|FATAL|CRITICAL)\b[\]: ]+\S+\.\S+",
        r"\b(?:in|at) /\S+\.\w+(?: on line |:)\d+",
        r"^\s*\w+@[\w.-]+:[~/]\S*[#$]|^\s*[$#] (?:sudo|systemctl|service|tail|cat|ls|cd|apt|yum|dig|ping|curl) ",
        r"^\s*(?:AH\d{5}|nginx: |apache2?\[\d+\]|systemd\[\d+\]|kernel: )",
        r"^\s*\d+ bytes from |^\s*\d{1,2}  +\S+ .*\d ms|^\d+ packets transmitted",
        r"^\s*(?:[45]\d\d[ -][45]\.\d+\.\d+|Diagnostic-Code:|Reporting-MTA:|Final-Recipient:|Received: from )",
        r"^\s*(?:at |Caused by: )[\w$]+(?:\.[\w$<>]+)+",
        r"^\s*[\w.-]+\.\s+\d+\s+IN\s+[A-Z]+\s",  # a zone's line, as dig prints it
        r"^\s*(?:mysqld?|postgres|php-fpm|sshd|postfix/\w+|dovecot|exim)\[\d+\]",
    )
)
_GOES_ON = Pattern(r"^.*(?:\w_\w|[=<>{}\[\]|]|::|: ).*[^.?!\s]\s*$")
_ADDRESS = Pattern(
    r"<?\b(?:https?|ftps?|sftp|wss?)://[^\s<>\"]+>?|\bwww\.[^\s<>\"]+|<?[\w.+%-]{1,64}@[\w-]+(?:\.[\w-]+)+>?|"
    r"\b(?:[a-z0-9-]{1,63}\.)+(?:com|net|org|info|biz|io|dev|app|eu|pt|br|es|mx|ar|de|at|ch|fr|be|uk|nl|it|us|xyz|online"
    r"|site|shop|store|cloud|example|test)\b(?:/[^\s<>\"]*)?|"
    r"(?:/[\w.~-]+){2,}/?|\b\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?\b"
)
_WRAPPED = Pattern(r"([^\s.!?:;])[ \t]*\n[ \t]*(\p{Ll})")


def own_words(text: str) -> str:
    """Return what the customer says in their own words, the empty string where they say nothing."""
    lines = _without_signature(_unquoted_lines(visible(text)))
    kept = "\n".join(_without_logs(lines))
    return _WRAPPED.replaced(_ADDRESS.replaced(kept), r"\1 \2").strip()


def unquoted(text: str) -> str:
    """Return a message without the mail that it quotes; signature, logs and addresses stay."""
    return "\n".join(_unquoted_lines(visible(text))).strip()


def _unquoted_lines(text: str) -> list[str]:
    return list(_outside_quotes(_without_markup(text).split("\n", _LINES)[:_LINES]))


def _without_markup(text: str) -> str:
    decoded = html.unescape(text)
    if "[" in decoded:
        decoded = _BBCODE.replaced(decoded)
    if "```" in decoded or "~~~" in decoded:
        decoded = _FENCED.replaced(decoded, "\n")
    if "<" not in decoded:
        return visible(decoded)
    shown = _QUOTE_CLOSES.replaced(_QUOTE_OPENS.replaced(_HIDDEN.replaced(decoded), "\n> "), "\n")
    return visible(_INLINE.replaced(_BLOCKS.replaced(shown, "\n")))


def _outside_quotes(lines: Sequence[str]) -> Iterator[str]:
    """Yield the lines up to a quotation without marks; marked lines and the line that introduces them are left out."""
    folded = [plain(line[:500]) for line in lines]
    is_quoting = any(_WRITES.is_in(line) or _ADDRESSED.starts(line) for line in folded)
    skipped = -1
    for place, line in enumerate(lines):
        if place <= skipped or _QUOTED.starts(line):
            continue
        if _SEPARATOR.starts(folded[place]) or _is_header_block(folded[place : place + 6]):
            return
        skipped = _attribution_end(folded, place, lines) if is_quoting else place - 1
        if skipped < place:
            yield line
        elif not any(_QUOTED.starts(following) for following in lines[skipped + 1 : skipped + 4]):
            return


def _attribution_end(folded: Sequence[str], place: int, lines: Sequence[str]) -> int:
    """Return the place of the last line of the "... wrote:" that begins at ``place``, or one before where none does."""
    if _ADDRESSED.starts(folded[place]):
        return place
    following = next((line for line in lines[place + 1 : place + 3] if line.strip()), "")
    if _QUOTED.starts(following) and _INTRODUCES.starts(folded[place]):
        return place
    for length in (1, 2, 3):  # mail programs wrap it, but leave no line empty in it
        wrapped = folded[place : place + length]
        if not all(line.strip() for line in wrapped):
            break
        text = " ".join(wrapped)
        if _ATTRIBUTION.starts(text) and _DATED.is_in(text):
            return place + length - 1
    return place - 1


def _is_header_block(folded: Sequence[str]) -> bool:
    """Tell whether a copied mail's header begins here: a sender and two more of its lines."""
    return _SENDER.starts(folded[0]) and sum(_HEADER.starts(line) for line in folded) >= 3


def _without_logs(lines: Sequence[str]) -> Iterator[str]:
    """Leave out a log's lines, and those that go on with one: no sentence, and marks that people do not write."""
    is_log = False
    for line in lines:
        is_log = bool(_LOG.matching(line)) or (is_log and _GOES_ON.starts(line))
        if not is_log:
            yield line


def _without_signature(lines: Sequence[str]) -> list[str]:
    """Return ``lines`` without sign-offs, disclaimers and "Sent from my ..."; a postscript is read again."""
    kept: list[str] = []
    is_signing = False
    for place, line in enumerate(lines):
        low = plain(line[:500])
        is_signing = not _POSTSCRIPT.starts(low) and (is_signing or (bool(kept) and _signs(lines, place, low)))
        if is_signing or _SENT_FROM.starts(low) or (kept and _DISCLAIMER.is_in(low)):
            continue
        if split(low) or kept:
            kept.append(line)
        if _THANKS_CLOSING.starts(low) and place + 1 < len(lines):
            is_signing = _NAME.starts(lines[place + 1])
    return kept


def _signs(lines: Sequence[str], place: int, low: str) -> bool:
    """Tell whether a signature begins here: dashes, or a closing that is not the message's last word on the matter."""
    return _DASHES.starts(lines[place]) or _CLOSING.starts(low)
