"""What is wanted of a thing in hosting, in five languages.

All tables are over plain text (lower case, no accents, contractions written out), each alternative whole words.
"""

from collections.abc import Mapping

from bridge.reading.lexicon_calls import TROUBLE

ACTIONS: Mapping[str, str] = {
    "create": r"""
        creat\w* | add(ing|ed)? | new | another | set(ting)? up | additional | extra | make
        cri(ar|o|a|e|ou|amos) | adicion\w+ | acrescent\w+ | nov[oa]s? | outr[oa] | abrir | mais um[ao]?
        cre(ar|o|e|amos|en) | anad\w+ | agreg\w+ | nuev[oa]s? | otr[oa] | dar de alta | alta de
        anleg\w* | leg(e|en) | erstell\w* | hinzufug\w* | neu(e|es|en|er)? | weiter(e|es|en|er)? | einricht\w*
        eroffn\w*
        zusatzlich\w* | richte | cre(er|e|ons|ez) | ajout\w+ | nouve(au|lle|aux|lles) | autre | ouvrir | supplementaire
    """,
    "change": r"""
        chang(e|es|ing|ed) | edit(ing)? | modify | updat(e|ing) | switch(ing)? | point(ing)? | adjust | set(ting)?
        add(ing)?
        alter(ar|o|ei) | mud(ar|o|ei|amos) | modific\w+ | atualiz\w+ | trocar | troco | apont(ar|o) | coloc(ar|o)
        cri(ar|o)
        cambi(ar|o|e|amos) | edit(ar|o) | poner | pongo | apunt(ar|o|e) | actualiz\w+ | crear
        ander(e|n|t)? | umstell\w* | bearbeit\w* | einstell\w* | eintragen | setzen | wechsel\w* | hochsetzen
        stell(e|en) | zeigen | zeigt | chang(er|e|eons|ez) | modifi\w+ | pointer | indiquer | mettre | passer | ajouter
        verify | verification | prove | validate | bestatig\w* | valider | prouver | verificar | demostrar | provar
    """,
    "reset": r"""
        reset\w* | forg(ot|otten) | recover\w* | locked (\w+ )?out | not accepted | new (one|password)
        (do not|cannot|can not) remember | expired | esquec\w+ | redefin\w+ | recuper\w+ | nao e aceite | nova
        olvid\w+ | restablec\w+ | no recuerdo | no me acuerdo | nueva | cambi\w+ | mudo | chang\w+
        vergess\w* | zurucksetz\w* | nicht angenommen | neues | oubli\w+ | reinitialis\w+ | refuse | nouveau
    """,
    "restore": r"""
        restor\w* | recover\w* | get (\w+ ){0,4}back | roll(ing|ed)? (\w+ ){0,3}back | download\w*
        rep(or|onho) | restaur\w+ | recuper\w+ | descarreg\w+ | baixar | baixo | descarg\w+ | volver
        wiederherstell\w* | zuruckspiel\w* | einspiel\w* | spiel(e|en) | herunterlad\w* | zuruckhol\w*
        restaurer | recuperer | telecharg\w+ | retrouver | delet\w* | removed | overwr\w+ | apaguei | eliminei | borre
        elimine | machac\w+ | geloscht | uberschrieben | supprime\w* | ecrase\w* | yesterday | last night | ontem | ayer
        gestern | hier
    """,
    "renew": r"""
        renew\w* | expir\w* | ran out | renov\w+ | caduc\w+ | venci\w+ | verlanger\w* | abgelaufen | ablauf\w*
        erneuer\w* | renouvel\w+ | perime\w*
    """,
    "install": r"""
        install\w* | activat\w+ | enabl\w+ | force\w* | set(ting)? up | instal\w+ | ativ\w+ | activ\w+ | forz\w+
        einricht\w* | aktivier\w* | erzwing\w* | leite | forcer | obtenir | get | obter | obtener | bekomm\w* | avoir
    """,
    "restart": r"""
        restart\w* | reboot\w* | start(s|ing|ed)? | bring (\w+ )?(back )?up | reinici\w+ | arranc\w+ | inici(ar|a)
        ligar | levant\w+ | neu ?start\w* | starte\w* | reload\w* | recarreg\w+ | recarg\w+ | redemarr\w* | relanc\w*
        demarr\w*
    """,
    "move": r"""
        mov(e|ing) | migrat\w* | transfer\w* | bring\w* | switch(ing)? | mov(er|o) | pass(ar|o) | traz\w+ | trago
        mud(ar|o) | transf\w+ | migr\w+ | tra(er|igo) | llev\w+ | paso | umzieh\w* | umzug | zieh(e|en)
        transferier\w* | ubertrag\w* | demenag\w+ | transferer
    """,
    "connect": r"""
        connect\w* | set(ting)? up | settings | configur\w* | login | access | upload\w* | import\w* | conect\w+
        definic\w+ | acess\w+ | importar | enviar | subir | subo | conex\w+ | ajustes | acceso | acced\w+ | verbind\w*
        einricht\w* | zugang\w* | hochlad\w* | import\w* | connexion | connecter | parametr\w+ | identifiants? | acces
    """,
    "raise": r"""
        rais(e|ing) | increas\w+ | higher | larger | bigger | too (low|small) | aument\w+ | subir | ampliar | erhoh\w*
        hoher
        vergrosser\w* | augment\w+
    """,
    "turn on": r"""
        turn(ing)? on | enabl\w+ | activat\w+ | block\w* | filter\w* | ativ\w+ | activ\w+ | bloque\w+ | filtr\w+
        einschalt\w* | schalte | aktivier\w* | activer | bloquer
    """,
    "schedule": r"""
        run(s|ning)? | schedul\w+ | every | each | execut\w+ | agend\w+ | program\w+ | rodar | cada | ejecut\w+
        ausfuhr\w* | starte\w* | lanc\w+ | chaque | executer
    """,
    "repair": TROUBLE
    + r"""
        update[ds]? | stopped | updating | atualiz\w+ | actualiz\w+ | mise a jour | desactiv\w+ | desativ\w+
        deactivat\w+ | deaktivier\w*
    """,
}
