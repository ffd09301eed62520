"""The things in hosting that many kinds of request share, in five languages.

All tables are over plain text (lower case, no accents, contractions written out), each alternative whole words.
"""

from collections.abc import Mapping

# Words that many requests share: they speak for a topic only together with what is wanted of them.
SHARED: Mapping[str, str] = {
    "mail": r"e?mails? | correos? | correo electronico | courriels? | messagerie",
    "a website": r"web ?sites? | sites? | web | pagina\w* | webseite\w* | homepage | sitio\w* | seite",
    "a domain": r"domains? | dominios? | (nom de )?domaines? | domane",
    "a server": r"servers? | vps | v-?server | servidor(es)? | serveurs? | root-?server | dedicated",
    "a password": r"""
        passwords? | passwd | passwort\w* | kennwort\w* | palavra-passe | palavras-passe | senhas? | contrasenas?
        claves?
        mots? de passe
    """,
    "files": r"""
        files? | folders? | ficheiros? | arquivos? | archivos? | carpetas? | pastas? | dateien | datei | ordner
        fichiers? | dossiers?
    """,
    "an add-on": r"""
        plug-?ins? | plug ins? | extens(ion|ions|ao|oes|iones) | module?s? | modul\w* | complementos? | erweiterung\w*
        themes?
    """,
    "an account": r"accounts? | contas? | cuentas? | konto | konten | comptes?",
    "a crash": r"crash(e[sd]|ing)?",
    "an update": r"updat\w* | upgrad\w*",
    "a login": r"log ?in | log in | sign in | iniciar sesion | einlogg\w* | anmeld\w* | connexion | entrar",
}
