"""Names of languages, in English and in the language itself, with their codes: es, Spanish and español are one."""

import re
from functools import cache

from caseload.records.of.names import fold

_NAMES = """
am amh amharic አማርኛ|ar ara arabic العربية|bn ben bengali bangla বাংলা|bs bos bosnian bosanski
my mya burmese မြန်မာ|zh zho chi chinese mandarin cantonese 中文 普通话 廣東話|hr hrv croatian hrvatski
cs ces czech čeština|nl nld dutch nederlands|en eng english inglés anglais
fa fas per farsi persian dari فارسی|tl fil tgl tagalog filipino pilipino|fr fra fre french français
de deu ger german deutsch|el ell gre greek ελληνικά|gu guj gujarati ગુજરાતી
ht hat haitian haitian-creole creole kreyòl kreyol-ayisyen|he heb hebrew עברית|hi hin hindi हिन्दी
hmn hmong hmoob|hu hun hungarian magyar|ig ibo igbo|id ind indonesian bahasa-indonesia
it ita italian italiano|ja jpn japanese 日本語|km khm khmer cambodian ខ្មែរ|kar karen|ko kor korean 한국어
ku kur kurdish kurdî|lo lao laotian ລາວ|ml mal malayalam|mr mar marathi मराठी|nv nav navajo diné diné-bizaad
ne nep nepali नेपाली|om orm oromo oromoo|ps pus pashto پښتو|pl pol polish polski|pt por portuguese português
pa pan punjabi ਪੰਜਾਬੀ|quc k-iche kiche|ro ron rum romanian română|ru rus russian русский|rw kin kinyarwanda
sm smo samoan|sr srp serbian srpski српски|so som somali soomaali|es spa spanish español castellano
sw swa swahili kiswahili|ta tam tamil தமிழ்|te tel telugu తెలుగు|th tha thai ไทย|ti tir tigrinya ትግርኛ
tr tur turkish türkçe|uk ukr ukrainian українська|ur urd urdu اردو|vi vie vietnamese tiếng-việt|wo wol wolof
yi yid yiddish ייִדיש|yo yor yoruba yorùbá|ase asl american-sign-language sign-language sign
"""
"""ISO 639-1 or -3 first; a hyphen stands for a blank. Most directories write Chinese for Mandarin and Cantonese."""


@cache
def _codes() -> dict[str, str]:
    lines = (line.split() for line in re.split(r"[|\n]", _NAMES) if line.strip())
    return {fold(word.replace("-", " ")): names[0] for names in lines for word in names}


def language(word: str) -> str:
    """What stands for a language however it is called: es for Spanish; a word that is none here stands for itself."""
    folded, codes = fold(word.replace("-", " ")), _codes()
    plain = folded.removesuffix(" language")
    # es-MX, zh-Hans: the part before it.
    region = folded.split(" ")[0] if re.fullmatch("[a-z]{2,3} [a-z]{2,4}", folded) else ""
    return codes.get(folded) or codes.get(plain) or codes.get(region) or plain


def languages(text: str) -> frozenset[str]:
    """The languages in `English, Spanish and Haitian Creole (some)`."""
    plain = re.sub(r"\([^()]*\)", " ", text)
    return frozenset(language(one) for one in re.split(r"[,;/|&\n]|\band\b|\by\b", plain) if one.strip())
