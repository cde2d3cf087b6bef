"""What looks like a person's e-mail address, or like a telephone number, in a text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from clustercli.records import countries
from clustercli.records.fold import fold

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

# What functions, departments, firms and trades are called in addresses, folded: with one of these it is no person's.
_WORDS = """
accounting admin administration agency agencija agentura all archiv archive asociace asocijacija assoc association
billing board booking business cable calls career careers cc center central centre centrum centar chair chamber
clen clenstvi club cluster clusters company conference contact contacts coop cooperation coordination coordinator
corp council customer data delivery department desk development dev direct director direktor drustvo education
enquiries enquiry eshop eu europe event events expert export exports fabrika faculty fair fairs faktura fakturace
fakture fakulta federation finance finances firm firma forum foundation gdpr general global gmbh grants grozd group
grupa hello help helpdesk holding hr hub ict import imports inc incubator industry info informace information inno
innovation innovations inovace inovacije inquiries inquiry institut institute international invest investment
invoice invoices it jobs kancelar kancelarija kariera karijera kft klaster klastar klastr klaszter klub komora
kontakt kontakti koordinator lab laboratory labs legal library list lists logistics logistika ltd mail main
management manager marketing media mediji member members membership ministerstvo ministarstvo ministry mobile
museum nabavka nabidky nakup nabava national network networking news newsletter noreply novosti obchod obec
objednavky observatory odbor oddeleni office official online opstina order orders organisation organization
partner partners park people platform podatelna podpora podrska poptavky porudzbine portal post posta predseda
president presse press privacy prodaja prodej product production project projects projekt projekti projekty
promotion proizvodnja pr program programme public purchase purchasing quality racunovodstvo recepce recepcija
reception recruitment reditel region regional registration reply research reservation sajam sale sales science
sekretar sekretariat sekretarijat secretariat secretary server service services servis shop skola skupina sme smes
sluzby spolek sro doo ood eood sport sprava staff stavba store studio support svaz system systems team tech
technical technology test tim tisk tourism trade trading training transfer transport tym uctarna udruzenje
unia unie union univerzita university urad usluge vedeni veletrh verein vertrieb vyroba vyzkum vzdelavani web
webmaster welcome workshop zadruga zakazky
agro auto automotive chem construction design eco electronic energo energy food furniture fashion metal moda
plast textil textile textiles wood
"""
_FUNCTIONS = frozenset(_WORDS.split())
_ADDRESS = (
    r"\w[\w.+'\-]{0,63}(?:@|\s?[(\[]at[)\]]\s?)[^\W_](?:[\w\-]{0,62}\.){0,8}?[\w\-]{0,62}\.[^\W\d_]{2,24}(?![\w\-])"
)
_LEAST = 8  # digits of a telephone number that nothing else tells
_SPACE = " \u00a0\u202f"
_SIGNS = rf"[{_SPACE}()/.\-]{{0,3}}"
# A search that begins with signs is quick; what stands before these is looked at when they are found.
_NUMBER = (
    r"[+0-9](?<![\w+.,/\-][+0-9])(?:"
    rf"(?<=\+)\(?[1-9](?:{_SIGNS}\d){{6,13}}"  # +420 000 000 000
    rf"|(?<=0)0[1-9](?:{_SIGNS}\d){{8,12}}"  # 00420 000 000 000
    rf"|(?<=0)[1-9]\d{{0,3}}\)?[{_SPACE}/\-]{{1,3}}\d{{2,4}}(?:[{_SPACE}/\-]{{0,3}}\d{{2,4}}){{1,3}}"  # 018/000-000
    rf"|(?<=[2-9])\d\d[{_SPACE}]\d{{3}}[{_SPACE}]\d{{3}}"  # 700 000 000
    rf"|\d(?:[{_SPACE}/\-]?\d){{4,10}}"  # any other, behind a word for it
    rf")(?!\w|[.,/\-]\d|[{_SPACE}]\d\d\d(?!\d))"
)
# Patterns as text: compiled at their first use, and most files never use them.
_LOOKS_LIKE_ONE = (
    rf"\+|00[1-9](?:\D*\d){{8}}|0[1-9]\d{{0,3}}\)?[{_SPACE}/\-]|[2-9]\d\d[{_SPACE}]\d\d\d[{_SPACE}]\d\d\d$"
)
_CALLED = (
    r"(?i)(?:^|\W)(?:tele?(?:phone|fon[uae]?|fón)?|phone|mob(?:ile?|il)?|cell|gsm|fax|viber|whatsapp"
    r"|тел(?:ефон)?|моб(?:илен|илни)?|факс)[\s.:)]{0,4}\(?$"
)
_COUNTED = (  # before a number of a register, or an amount
    r"(?i)(?:€|\$|\b(?:eur|czk|kč|rsd|din|bgn|лв|huf|pln|usd|ičo?|dič|pib|mb|eik|vat|reg|id|nip|regon|krs|isbn|issn|"
    r"doi|ean|no|nr|č|br|n°))[\s.:]{0,3}$"
)
_UNIT = (
    r"(?i)\s?(?:€|\$|%|eur|czk|kč|kc|rsd|din|bgn|лв|huf|ft\b|pln|zł|zl\b|usd|m2|m²|m3|kg|tun|t\b|tons?|kwh|mwh|units|"
    r"people|pcs|ks\b|kusů)"
)
_DATE = r"\d\d[/\-]\d\d[/\-]\d{4}|\d{4}[/\-]\d{4}$|\d\d[/\-](?:19|20)\d\d[\s/\-]"


def addresses(text: str, own: Collection[str] = ()) -> Iterator[tuple[int, int]]:
    """Where addresses stand that look like a person's, as name.surname@ does; `own` are names, folded and without
    spaces, that are no person's.
    """
    for found in re.finditer(_ADDRESS, text):
        name, _, domain = found[0].replace("(at)", "@").replace("[at]", "@").partition("@")
        parts = [part for part in re.split(r"[._\-]+", name.strip().rstrip("0123456789")) if part]
        folded = [fold(part) for part in parts]
        if len(parts) < 2 or not all(part.isalpha() for part in parts) or not _FUNCTIONS.isdisjoint(folded):
            continue
        if folded[-1].upper() in countries.codes() or max(map(len, folded)) < 3:
            continue
        whole = "".join(folded)
        if whole in own or whole == "".join(fold(domain.partition(".")[0]).split()):
            continue
        yield found.span()


def phones(text: str) -> Iterator[tuple[int, int]]:
    """Where telephone numbers stand: as they are called from abroad, with the zero of their country or nine digits in
    threes, or behind a word that says so. No dates, amounts or numbers of registers.
    """
    for found in re.finditer(_NUMBER, text):
        start, end = found.span()
        before = text[max(0, start - 24) : start].rpartition("\n")[2]
        if re.search(_CALLED, before) or (
            re.match(_LOOKS_LIKE_ONE, found[0])
            and sum(map(str.isdigit, found[0])) >= _LEAST
            and not (re.match(_DATE, found[0]) or re.search(_COUNTED, before) or re.match(_UNIT, text[end : end + 9]))
        ):
            yield start, end
