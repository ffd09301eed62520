"""What requests in hosting are about, and how customers say it in five languages: the things.

All tables are over plain text (lower case, no accents, contractions written out), each alternative whole words. A
thing is told from a topic by the words of that topic's own phrases and guide: what it is called here decides nothing.
"""

from collections.abc import Mapping

_RECORD = "(aaaa|mx|txt|cname|srv|spf|dkim|dmarc|ns|dns|caa)"
_OUR = "(my|our|the|a|this|his|her|their|o|os|um|meu|nosso|a|minha|mi|el|un|mon|le|notre|meine|unsere|die|eine) "
_FILES = "(files?|folders?|images?|photos?|pictures?|page|pages|site|website|database|mails?|emails?|data)"

# Who says this is nearly always asking about that thing.
NAMED: Mapping[str, str] = {
    "wordpress": r"""
        word ?press | wp | wp[- ](admin|login|config|content|cli|cron) | elementor | woo ?commerce | divi
        wpbakery | yoast | gutenberg | critical error on (this|your|my|the) (web)?site
        erro critico (neste|no|em|no seu|no meu) (\w+ )?(site|website)
        error critico en (esta|tu|su|mi|este|la) (web|sitio|pagina)
        kritische[nr]? fehler auf (deiner|dieser|ihrer|meiner|der) (website|webseite|seite)
        erreur critique sur (ce|votre|mon|le) site | briefly unavailable for scheduled maintenance
        blog( \w+){0,12} (themes?|tema|plantilla|plugins?|dashboard|painel|escritorio|extension\w*)
        (themes?|tema|plantilla|plugins?|dashboard|painel)( \w+){0,12} blog\w*
        critical error | erro critico | error critico | kritische[nr]? fehler | erreur critique
        white screen of death | wsod
        (white|blank) (page|screen|site) (\w+ ){0,2}after (\w+ ){0,3}(update|plugin|theme)\w*
        (pagina|tela|ecra|site) (\w+ )?(em )?branc[oa] (\w+ ){0,3}(atualiz\w+|plugin|tema)
        (pagina|pantalla|web) (\w+ )?(en )?blanc[oa] (\w+ ){0,4}(actualiz\w+|plugin|tema)
        (weisse seite|weisser bildschirm|nur weiss) (\w+ ){0,4}(update|aktualisierung|plugin|theme)
        (page|ecran|site) blanche? (\w+ ){0,5}(mise a jour|plugin|extension|theme)
    """,
    "another CMS": r"""
        joomla | drupal | magento | prestashop | typo3 | shopify | wix | squarespace | opencart | moodle
        webflow | weebly | shopware | contao | nextcloud | mediawiki | phpbb | laravel | django | node ?js
        node.js | pm2 | python | ruby | tomcat
    """,
    "another plugin": r"""
        (outlook|chrome|firefox)[- ](\w+ )?(plugin|plug-in|extension|add-?on|erweiterung)s?
        (photoshop|browser|excel|word)[- ](\w+ )?(plugin|plug-in|extension|add-?on|erweiterung)s?
        (crm|edge|safari|thunderbird|autocad|figma|sketch)[- ](\w+ )?(plugin|plug-in|extension|add-?on|erweiterung)s?
        (plugins?|plug-ins?|extension) (\w+ )?(de |do |del |von |fur |pour |of |for |in )(\w+ \
          )?(outlook|chrome|firefox)
        (plugins?|plug-ins?|extension) (\w+ )?(de |do |del |von |fur |pour |of |for |in )(\w+ \
          )?(photoshop|browser|excel)
        (extensions|complemento|erweiterung) (\w+ )?(de |do |del |von |fur |pour |of |for |in )(\w+ \
          )?(outlook|chrome|firefox)
        (extensions|complemento|erweiterung) (\w+ )?(de |do |del |von |fur |pour |of |for |in )(\w+ \
          )?(photoshop|browser|excel)
        (plugins?|plug-ins?|extension) (\w+ )?(de |do |del |von |fur |pour |of |for |in )(\w+ )?(word|crm|edge)
        (plugins?|plug-ins?|extension) (\w+ )?(de |do |del |von |fur |pour |of |for |in )(\w+ \
          )?(safari|thunderbird|navegador|navigateur)
        (extensions|complemento|erweiterung) (\w+ )?(de |do |del |von |fur |pour |of |for |in )(\w+ )?(word|crm|edge)
        (extensions|complemento|erweiterung) (\w+ )?(de |do |del |von |fur |pour |of |for |in )(\w+ \
          )?(safari|thunderbird|navegador|navigateur)
        plugin (\w+ ){0,4}in photoshop | photoshop
    """,
    "another certificate": r"""
        code[- ]signing | xcode | app store | certificate (of|from the) \w+
        certificad[oa]s? de (\w+ )?(participacao|asistencia|formacao|formacion|registo)
        certificad[oa]s? de (\w+ )?(registro|titularidad|empresa|participacion|conclusao|estudios)
        \w*teilnahme\w*zertifikat\w* | teilnahmebescheinigung
        certificat (de|d') ?(\w+ )?(participation|travail|formation|naissance) | kbis | birth certificate | webinar\w*
        webinaire | seminario
    """,
    "attachments": r"attachments? | anexos? | adjuntos? | anhang\w* | anhange\w* | pieces? jointes?",
    "DNS": rf"""
        r?dns | name ?servers? | servidor(es)? de nomes? | servidor(es)? de nombres? | serveurs? de noms?
        zone (editor|file|dns) | zona (dns|del dominio|do dominio) | zonendatei
        {_RECORD}( |-)?(record|entry|entrie|eintrag|eintrage|record-eintrag)s? | {_RECORD}-record\w*
        (record|registro|registo|enregistrement|champ|entrada|entree|eintrag)s? (de )?(tipo |type |vom typ )?{_RECORD}
        cname | dkim | spf | (an|the|my|our|one|which|add|change|edit|set|new) a( |-)records? | a-(record|eintrag)\w*
        (registro|registo|enregistrement|champ|entrada|entree|eintrag)s? (de )?(tipo |type |vom typ )?a
        point(s|ing)? ({_OUR})?(\w+ ){{0,2}}(sub)?domains? | (sub)?domains? (\w+ ){{0,5}}point(s|ing|ed)?
        apont\w+ ({_OUR})?(\w+ )?(sub)?dominio | apunt\w+ ({_OUR})?(\w+ )?(sub)?dominio
        (sub)?dominio (\w+ ){{0,6}}(apont\w+|apunt\w+)
        point(er|e) ({_OUR})?(\w+ )?(sous-)?(nom de )?domaine | (domaine|sous-domaine) (\w+ ){{0,5}}point(e|er)
        (sub)?domain (\w+ ){{0,6}}(zeigt|zeigen|verweis\w+) | (sub)?domain (\w+ )?auf (\w+ ){{0,3}}(ip|server)
        (sub)?dom(ain|inio|aine)\w* ((?:\w|\.)+ ){{0,8}}(ip|ip address|direccion ip|endereco ip|adresse ip)
        dns_probe\w* | nxdomain | err_name_not_resolved | server (ip )?address could not be found | dns propagation
        propagacao (do |de )?(dns|dominio) | propagacion (del? )?(dns|dominio)
        propagation (du |de |des )?(dns|domaine)
    """,
    "a mailbox": r"""
        (email|mail|emial|e mail) ?(accounts?|adress(es)?|address(es)?|box(es)?|users?)
        (email|mail|emial|e mail) ?(konto|konten|kontos|adressen?|postfach\w*)
        mail(adress\w*|konto|konten|box\w*) | email-?(adress\w*|kont\w+|postfach\w*) | postfach\w*
        mail-(adress\w*|konto|postfach\w*) | postfacher\w*
        (conta|endereco)s? de (e?mail|correio)( eletronico| electronico)?
        caixas? (de )?(correio|postal|postais|e?mail|entrada)
        cuentas? de (correo|email|mail)s? | direccion(es)? de (correo|email|mail) | buzon(es)? | casillas? de correo
        boites? (mails?|emails?|aux lettres|de messagerie|de reception|electroniques?)
        adresses? (e?mails?|de messagerie|electroniques?|de courriel)
        comptes? (e?mails?|de messagerie|de courriel)
        (inbox|mailbox) (is |was |shows |says )?(almost |nearly )?full | over quota mail | caixa (\w+ ){0,3}cheia
        buzon (\w+ ){0,3}lleno | correo (\w+ ){0,2}lleno | boite (\w+ ){0,3}pleine | \w*postfach (\w+ ){0,3}voll
        (an |own |his |her |new )address (at|on|for) (our|my|the) domain
        (um|novo) endereco (no|para o) (nosso|meu) dominio | (una|otra|nueva) direccion (en|con|de) (nuestro|mi) dominio
        (eine|neue|eigene) adresse (unter|mit|auf) (unserer|meiner) domain
        (une|nouvelle) adresse (avec|sur|a) (notre|mon) domaine
    """,
    "a certificate": r"""
        ssl\w* | tls | https | certificates? | certs? | certificado\w* | zertifikat\w* | certificats? | padlock
        cadeado | candado | cadenas | schloss | let'?s ?encrypt
        not (secure|private|safe) | (connection|site|website|page) is not (secure|private|safe)
        nao (e |esta )?segur[oa] | no (es )?(segur[oa]|privada) | nicht sicher | unsicher\w*
        (pas|non) securise\w* | verschlusselung
        net::err_cert\w* | err_cert\w* | sec_error\w* | ssl_error\w* | err_ssl\w* | cert_date_invalid
        (connection|site|website|page|shop|link) is not (fully )?(private|secured|trusted|encrypted)
        (ligacao|conexao|site|pagina) nao (e |esta )?(totalmente )?(privad[oa]|segur[oa]|protegid[oa]|confiavel)
        (conexion|web|sitio|pagina) no (es |esta )?(totalmente )?(privad[oa]|segur[oa]|protegid[oa]|de confianza)
        (verbindung|seite|website|webseite) ist nicht (vollstandig )?(privat|sicher|geschutzt|vertrauenswurdig)
        dies ist keine sichere verbindung | nicht (privat|vertrauenswurdig) | vorhangeschloss
        (connexion|site|page) n'est pas (totalement |entierement )?(privee?|securisee?|sure?|protegee?|fiable)
        pas (privee|sur|sure|fiable)
    """,
    "a backup": r"""
        back ?ups? | back-ups? | snapshots? | restaur\w+ (una |la |uma |a )?copia | copia de ayer
        (copia|copias) de (seguranca|seguridad|respaldo) | respaldos?
        (daten)?sicherung\w* | sicherheitskopie\w* | sauvegardes?
        (accidentally|mistakenly|by mistake|by accident)( \w+){0,3} (deleted|removed|overwr\w+|erased)
        (deleted|removed|erased|overwrote|overwritten)( \w+){0,6} (by mistake|by accident|accidentally)
        roll(ing|ed)? (\w+ ){0,4}back to | (files?|folders?|images?|photos?|data) back from
        (apaguei|eliminei|removi|deletei|excluí)( \w+){0,2} (sem querer|por engano)
        (apaguei|eliminei|deletei|exclui)( \w+){0,6} (sem querer|por engano)
        (borre|elimine|borrado|eliminado)( \w+){0,6} (sin querer|por error|accidentalmente)
        (versehentlich|aus versehen)( \w+){0,6} (geloscht|uberschrieben|entfernt)
        (geloscht|uberschrieben)( \w+){0,4} (versehentlich|aus versehen)
        (supprime|efface|ecrase)\w*( \w+){0,6} (par erreur|par megarde|sans le vouloir)
        (recuperar|recupero)( \w+){0,2} (ficheiros|arquivos|archivos|dados|datos)
        recuperer( \w+){0,2} (fichiers|donnees) | dateien (\w+ ){0,4}(zuruckholen|wiederherstellen)
        (repor|restaurar|restaurer|restore) (\w+ ){0,3}(site|web|website|pagina)
        (stand|version) von (gestern|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag)
        (yesterday|last (night|week)|monday|tuesday|wednesday|thursday|friday|saturday|sunday)'s (\w+ \
          )?(version|copy|state)
        (yesterday|last (night|week)|monday|tuesday|wednesday|thursday|friday|saturday|sunday)'s (\w+ \
          )?(files?|site|page|data)
        (version|copy|state) (of|from) (yesterday|last (night|week)|\w+day|before|this morning|\d+ days? ago)
        previous version
        (saved|wrote|copied) over (\w+ ){0,3}(file|page|site|index\S*|shop|folder|config\S*|homepage|\w+)
        (versao|copia|estado) (de|do|da) (ontem|anteontem|antes|domingo|sabado|semana passada|\w+-feira)
        versao anterior
        (a|o) de ontem | (voltar|recuar) (\w+ ){0,3}(a|para) (versao|copia|ontem|o que estava)
        (version|copia|estado) (de|del) (ayer|anteayer|antes|lunes|martes|miercoles|jueves|viernes|sabado|domingo)
        (la|el|lo) de ayer | version anterior | (volver|vuelvo) (\w+ ){0,3}a la (version|copia|de)
        (version|stand|kopie|fassung) (von|vom) (\w+ \
          )?(gestern|vorgestern|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag)
        (gestrige|vorherige|alte|fruhere)[nr]? (version|stand|fassung)
        (zuruck|zuruckkehren) (auf|zu) (\w+ )?(gestern|version|stand)
        (version|copie|etat) (d'hier|d'avant-hier|de lundi|de mardi|de mercredi|de jeudi|de vendredi|de samedi|de \
          dimanche)
        (celle|celui|ceux) d'hier | version precedente
        (revenir|retour) (\w+ ){0,3}a (la |une )?(version|celle|hier|sauvegarde)
        machacad[oa] | machaque | sobrescri\w+ | sobreescri\w+ | overwr(ote|itten|ite) | uberschrieben
        (ecrase|ecrasee|ecrases) (la|le|les|ma|mon|mes|notre|nos|un|une) | j'ai ecrase | (estraguei|baguncei) (a|o|tudo)
        (deleted|wiped|erased|removed) (\w+ ){0,4}(get|bring|want|need|have) (\w+ ){0,2}back
        (apaguei|eliminei|apagou|apagaram) (\w+ ){0,4}(pasta|ficheiro|arquivo|pagina|site|tabela|base)s?
        (borre|borro|borramos|elimine|borraron) (\w+ ){0,4}(carpeta|archivo|fichero|pagina|web|tabla|base)s?
        (ordner|datei|dateien|seite|tabelle) (\w+ ){0,5}(geloscht|weg|verschwunden)
        (supprime|efface) (\w+ ){0,4}(dossier|fichier|page|site|table|base)s?
    """,
    "a database": r"""
        my ?sql | maria ?db | databases? | php ?my ?admin | sql (dumps?|files?) | dbs? | db user
        (arquivo|ficheiro|archivo|fichier) sql | bancos? de dados | bases? de dados | bases? de datos
        datenbank\w* | bases? de donnees | mysql-?dump
        error establishing a database connection
        sql-(dump|datei|file) | \w*\.sql(\.gz|\.zip)? | \w+\.sql | max_user_connections | too many connections
        innodb | wpdb
        access denied for user | banco de dados | dump\.sql | sql-?import\w*
        (connection|ligacao|conexao|conexion|verbindung|connexion) (to|a|com|con|zur|a la) (the |o |la )?(db|mysql)
    """,
    "another database": r"postgres(ql)? | mongo ?db | redis | sqlite | mssql | sql server",
    "FTP": r"""
        s?ftps? | ftp-\w+ | filezilla | cyberduck | winscp
        upload(ing)? (\w+ ){0,4}(files?|pages?|site|website|folder) | put (\w+ ){0,3}files (\w+ )?on (the )?server
        (enviar|subir|carregar|mandar|colocar|por) (\w+ ){0,3}(arquivos|ficheiros) | subo (\w+ ){0,3}archivos
        (subir|subo|cargar) (\w+ ){0,3}(archivos|ficheros|pagina|web) (\w+ ){0,6}(servidor|hosting)?
        dateien (\w+ ){0,5}(hochladen|hochlade|auf den server|hochspielen)
        (mets|mettre|envoyer) (\w+ ){0,3}(fichiers|site|page) (\w+ )?(en ligne|sur le serveur)
        (transferer|televerser|uploader) (\w+ ){0,3}(fichiers|site|page) (\w+ )?(en ligne|sur le serveur)
        530 (login|user|authentication|anmeldung) \w* | 530 | 421 too many | 550 (permission|file|can't|can not) | ftps
        (hochladen|upload|envio|subida|envoi) (von |of |de )(dateien|files|ficheiros|arquivos|archivos|fichiers)
    """,
    "PHP": r"""
        php | php ?\d(\.\d)? | php-version\w* | memory[_ ]limit | upload_max_filesize | post_max_size
        max_execution_time | php\.ini
        allowed memory size | memory (size )?(limit )?(is )?exhausted
        (exceeds|exceeded|over) (the )?(maximum|max) (\w+ )?(upload|file|size)
        (exceeds|exceeded) (the )?(upload_max\w*|post_max\w*|maximum allowed) | max_input_\w+ | maximum execution time
        (maximum|max\.?) (upload|file) (file )?size | (file|upload|zip|theme|image) (is |was )?too (large|big)
        upload limit
        (ultrapassa|excede|supera) (o |a )?(tamanho|limite|maximo) | tamanho maximo | limite de (envio|upload|memoria)
        (supera|excede|sobrepasa) (el |la )?(tamano|limite|maximo) | tamano maximo | limite de (subida|memoria)
        (uberschreitet|ubersteigt) (\w+ ){0,3}(grosse|limit|maximum|dateigrosse)\w* | maximale (datei|upload)\w*
        uploadlimit
        (speicher|memory)-?limit\w* | (datei|upload) (ist |war )?zu gross
        (depasse|excede) (\w+ ){0,3}(taille|limite|maximum) | taille maximale
        limite (de )?(memoire|d'envoi|d'upload|televersement)
        (memoria|memoire|speicher) (\w+ ){0,2}(esgotada|agotada|epuisee|insuffisante|insuficiente|erschopft)
    """,
    "a control panel": r"""
        c-?panel | control panel | hosting panel | painel de control[eo] | painel (da|de|do) (hospedagem|alojamento)
        panel de control | kundenpanel | panneau de (controle|configuration) | customer panel | whm
    """,
    "another control panel": r"plesk | direct ?admin | ispconfig | webmin | cyberpanel | hestia(cp)? | vestacp",
    "a blocked login": r"""
        locked (me |us |myself |himself |herself )?out | lock(s|ed|ing) me out
        too many (failed |wrong |incorrect |invalid |bad )?(login |sign-in |password \
          )?(attempts|tries|logins|passwords|failures)
        (ip|ip address|address) (\w+ ){0,3}(blocked|banned|blacklisted by the firewall)
        firewall (\w+ ){0,3}(block|ban)\w*
        blocked ips? | (wrong|failed) (attempts|tries|passwords)
        (muitas|demasiadas|varias) tentativas | tentativas (falhad|errad|incorret)\w+
        (ip|firewall) (\w+ ){0,3}bloque\w+
        fiquei (\w+ )?(bloquead|trancad|de fora)\w*
        (demasiados|muchos|varios) intentos | intentos (fallid|erron|incorrect)\w+ | me he quedado fuera
        me quede fuera
        zu viele (\w+ )?(versuche|fehlversuche|anmeldeversuche|logins) | fehlversuche\w* | (aus|an)?gesperrte? ip
        ausgesperrt
        ip-?(adresse|sperre)? (\w+ ){0,3}(gesperrt|blockiert) | ip-sperre
        trop de (tentatives|essais|connexions|mots) | (tentatives|essais) (echou|rate|infructu|erron)\w+
        ip (\w+ ){0,3}(bloque|banni)\w* | pare-feu (\w+ ){0,3}bloqu\w+
    """,
    "a web server": r"""
        apache2? | nginx | httpd | lighttpd | litespeed | caddy | web ?servers? | webserver\w* | web-server
        servidor(es)? web | serveurs? web
    """,
    "an outage": r"""
        outages? | packet[- ]loss | perda de pacotes | perdida de paquetes | paketverlust\w* | perte de paquets?
        data ?cent(er|re)s? | centro de datos | centro de dados | rechenzentrum\w*
        (nodes?|hypervisor\w*|host ?nodes?|racks?) (\w+ )?(down|offline|unreachable|failed|crashed) | hypervisor
        power (out|outage|failure|cut)
        ((all|every|everything|both|none|half) (of )?)(our|my|the) (\w+ ){0,3}(unreachable|offline|down)
        (todos|todas) (os |as |mis |mes |nuestros |nossos |meus )+(\w+ ){0,4}(inacessive\w+|caidos|caida|em baixo)
        (network|rede|red|netz\w*|reseau) (\w+ ){0,3}(down|problem\w*|ausfall|caida|em baixo|en panne|hors service)
        netzausfall | netzstorung | (grossere |aktuelle |gerade )?(eine )?storung\w* | caida general | caida de red
        panne (generale|reseau|de reseau|chez vous) | incident (reseau|en cours|au|chez)
    """,
    "an invoice": r"""
        invoices? | invoicing | faturas? | facturas? | rechnung\w* | factures? | billing | receipts? | recibos?
        refund\w* | reembols\w* | estorno | ruckerstatt\w* | erstattung | erstatten | rembours\w* | chargeback
        credit card | cartao de credito | tarjeta de credito | kreditkarte\w* | carte bancaire
        charged (\w+ ){0,4}(twice|again|double) | cobr(aram|ado|ou|ado-me|ada|aram-me|anca)( \w+)?
        cobrad[oa] | cobro | abgebucht | preleve\w* | prelevement | payment(s)? | pagamento\w* | pagos?
        paiements? | zahlung\w* | vat (number|id) | nif | cif | ust-?id\w* | tva | bill(ed|s)?
    """,
    "moving a website": r"""
        migrat(e|ing|ion|ions) | migracao | migracion\w* | migrar | migrer | umzug\w* | umziehen | umziehe
        zieh(e|en) (\w+ ){0,5}um | demenag\w+
        (mov(e|ing)|bring(ing)?|transfer(ring)?|switch(ing)?|copy(ing)?|get)( \w+){0,2} \
          ((old|existing|current|whole|entire|wordpress) )*(site|website|web site|pages|blog|shop|hosting) \
            (\w+ ){0,6}(from|over|to you|to your|into|here|to my|to the new)
        (passo|passar|mudar|mudo|trazer|trago|transferir|transfiro|mover|movo)( \w+){0,3} \
          (site|website|pagina|loja|ficheiros|arquivos)( \w+){0,9} \
            (aqui|para ca|voces|vos|convosco|novo|alojamento|hospedagem)
        (traer|traigo|traslado|trasladar|pasar|paso|mover|muevo|mudar|llevar)( \w+){0,3} \
          (web|sitio|pagina|tienda)( \w+){0,9} (vosotros|ustedes|aqui|hosting|nuevo|cuenta)
        (web|sitio|pagina) (esta|sigue) en otro (proveedor|hosting)( \w+){0,3} (como )?(la|lo) traigo
        transferer (mon|le|notre) (site|blog)
        (site|website) (is|are) (still )?(at|with) (the|my|our|another) (old|other|previous|another)
        website liegt (\w+ )?beim alten
        (chez|de) (l'|mon |notre |un )?ancien (hebergeur|hebergement)
    """,
    "a domain transfer": r"""
        epp( codes?)? | auth(orization|orisation)?[- ]?codes? | auth-?info | transfer codes?
        codigo (de )?(autorizacao|autorizacion|epp|auth|transferencia) | code (d'autorisation|de transfert|auth|epp)
        (domain|dominio) transfers? | domaintransfer\w* | transfert (de |du |d'un )(\w+ )?(nom de )?domaine
        transfer\w* (\w+ ){0,4}domains? | transfir\w* (\w+ ){0,4}dominio\w* | transferir (\w+ ){0,4}dominio\w*
        transferencia (de|del|do) (\w+ )?dominio | transferer (\w+ ){0,3}(nom de )?domaine
        domain\w* (\w+ ){0,4}(transferieren|umziehen|zu ihnen holen)
        (bring|move|moving|bringing) (\w+ ){0,2}domain( \w+){0,8} (to you|over|registrar|here)
        (change|changing|switch) registrars?
    """,
    "a mail program": r"""
        outlook | thunderbird | apple mail | imap | pop3? | smtp | mail ?client | mailprogramm\w* | e?mail app
        (posteingangs|postausgangs)server\w* | (incoming|outgoing) (mail )?servers? | posteingang und postausgang
        servidor (entrante|saliente|de entrada|de saida) | serveur (entrant|sortant)
        (e?mails?|mail|correo|messagerie|firmenmails?|mails|emails)( \w+){0,6} \
          (phone|iphone|android|mobile|celular|telemovel|movil|telefono|handy|smartphone|telephone|tablet|ipad)
        (phone|iphone|android|mobile|celular|telemovel|movil|telefono|handy|smartphone|telephone|tablet|ipad) \
          (\w+ ){0,9}(e?mails?|mail|correo|messagerie|firmenmails?)
        servidor(es)? (de )?(entrada|recepcao|entrante|imap|pop3?|smtp) | servidor(es)? (de )?(saida|envio|saliente)
        serveurs? (d'entree|de reception|entrant|imap|pop3?|smtp) | serveurs? (d'envoi|de sortie|sortant)
        (dados|definicoes|configuracao|parametros) (de|do|para|para o) (e?mail|outlook|correio)
        (datos|ajustes|configuracion|parametros) (de|del|para|para el) (correo|email|outlook)
        (daten|einstellungen|zugangsdaten|servereinstellungen) (fur|von|vom) (\w+ )?(mail\w*|e?mail|outlook|postfach)
        (parametres|reglages|configuration) (de |du |pour )(la |le )?(messagerie|mail|outlook|courriel)
    """,
    "spam": r"""
        spam\w* | junk | lixo eletronico | correo basura | correo no deseado | (courrier|mails?) indesirables?
        pourriels? | blacklist\w* | blocklist\w* | lista negra | schwarze liste
    """,
    "mail that does not arrive": r"""
        bounc(e|ed|es|ing) | undeliver\w*
        (mails?|emails?|messages?) (\w+ ){0,4}(not|never) (arriv\w+|deliver\w+|reach\w*)
        (nothing|never) arrived | nao (chega|chegam|chegou|chegaram) | no (llega|llegan|llego|llegaron)
        (kommt|kommen|kam) (\w+ )?nicht an | n'arriv\w+ (pas|jamais)
    """,
    "a scheduled task": r"""
        cron\w* | crontab | scheduled (tasks?|jobs?) | task scheduler | tarefas? agendadas?
        agend(o|ar|a) (\w+ )?tarefa
        tareas? programadas? | programo (\w+ )?tarea | taches? planifiees? | geplante aufgabe\w* | zeitgesteuert\w*
        (run|execute|start) (\w+ ){0,4}(script|command|job)( \w+){0,4} (every|each|daily|nightly|hourly)
        programmer une tache
    """,
    "a subdomain": r"""
        sub-?domains? | addon domains? | additional domains? | subdominios? | sous-domaines? | subdomain\w*
        (second|another|additional|extra|new) domain | segundo dominio | otro dominio | outro dominio
        zweite domain | deuxieme domaine | (second|autre) domaine
    """,
    "a fresh operating system": r"""
        re-?install\w* (\w+ ){0,4}(vps|server|vserver|os|operating system|system|servidor|serveur)
        reinstal\w+ (\w+ ){0,4}(vps|servidor|sistema) | reinstaller (\w+ ){0,4}(vps|serveur|systeme)
        (format|formatar|formatear|formater|wipe) (\w+ ){0,4}(vps|server|servidor|serveur|vserver)
        neu (aufsetzen|installieren|aufzusetzen|installiert) | new operating system
        fresh (install|os|operating system)
        borrar todo en (\w+ ){0,2}(vps|servidor) | rebuild (\w+ ){0,3}(vps|server)
    """,
    "disk space": r"""
        disk (is |at |space|full|usage|quota)\w* | quotas?
        (disco|disque|festplatte|platte) (\w+ ){0,4}(lleno|llena|cheio|plein|voll|98|9\d|al|zu)
        espaco (em|de) disco | espacio en disco | espace disque | storage (space|full) | out of space | inodes?
        speicherplatz | cuota\w*
        no space left | disk quota exceeded | (disk|disc|drive|partition|root|var) (\w+ ){0,3}(full|100 ?%?)
        (sem|falta de) (espaco|armazenamento) | (disco|particao) (\w+ ){0,3}(cheio|cheia) | sin espacio
        (disco|particion) (\w+ ){0,3}llen[oa]
        kein (speicher)?platz | (platte|festplatte|partition) (\w+ ){0,3}voll | plus d'espace
        (disque|partition) (\w+ ){0,3}pleine?
    """,
    "SSH": r"ssh( keys?| access)? | ssh-\w+ | root (access|password|passwort) | acceso ssh | acces ssh | shell access",
    "a hacked site": r"""
        hack(ed|er|ers|ing)? | malware | virus | infected | defaced | compromised | hackead[oa] | infectad[oa]
        gehackt\w* | schadcode | infiziert | pirat(e|ee|age) | infecte\w*
    """,
    "slowness": r"""
        slow(ly|er|ness)? | very long to load | lent[oa]s? | lentisim[oa] | lentidao | lentitud | langsam\w* | lahm
        lents? | lentes? | lenteur\w* | ralenti\w* | demora\w* (\w+ )?(a |em )?carregar
    """,
    "a redirect": r"""
        redirect\w* (\w+ ){0,4}(to|domain|url|page) | redirecionamento | redireccion\w* | weiterleitung\w*
        redirections?
    """,
    "forwarding of mail": r"""
        forward(ing|er|ers)? (\w+ ){0,4}(mails?|emails?|address) | email forward\w* | reencaminh\w+ | reenvi\w+
        mailweiterleitung\w* | rediriger (\w+ ){0,3}mails? | autorespond\w* | out of office | abwesenheitsnotiz
    """,
    "the customer's details": r"""
        phone number | numero de telefone | telefono de | rufnummer | (call|ring) me | call (me )?back | ruckruf
        rappeler
        registrant | titular | titulaire | inhaber\w* | anschrift | kundendaten | (customer|client) account
        conta de cliente | cuenta de cliente | compte client | cadastro | cnpj | contract | contrato | vertrag\w*
        contrat | av-vertrag | rgpd | gdpr | dsgvo | datenschutz | manager
    """,
}
