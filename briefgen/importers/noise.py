"""Lines that a page puts around an article: advertisement labels, links to more, cookie and newsletter lines.

A line is judged whole and alone, without regard to case, spacing, and marks at its ends; so a sentence that begins with
such words stays. The phrases are those that readers meet on news pages in the languages named beside them.
"""

from __future__ import annotations

import re

LONGEST = 400
"""A line of more characters is never taken for noise."""


def _phrases(text: str) -> frozenset[str]:
    return frozenset(phrase.strip().casefold() for phrase in re.split(r"[|\n]", text) if phrase.strip())


_PHRASES: dict[str, frozenset[str]] = {
    "advertisement": _phrases("""
        ad | ads | advert | advertisement | advertisements | advertising | advertorial | sponsored
        sponsored content | sponsored post | paid content | paid post | paid partnership | promoted
        promoted content | partner content | skip ad | skip ads | skip advertisement
        advertisement - scroll to continue | scroll to continue | advertisement - continue reading below
        story continues below advertisement | article continues below | article continues after advertisement
        continue reading below | story continues below | remove ads | publicité | publicités | annonce | annonces
        contenu sponsorisé | contenu partenaire | la suite après la publicité | la suite après cette publicité
        fermer la publicité | passer la publicité | anzeige | anzeigen | werbung | werbeanzeige | gesponsert
        gesponserter inhalt | artikel wird unter der anzeige fortgesetzt | weiterlesen nach der anzeige
        ende der anzeige | publicidad | anuncio | anuncios | contenido patrocinado | patrocinado
        sigue leyendo después de la publicidad | pubblicità | annuncio | annunci | contenuto sponsorizzato
        sponsorizzato | continua a leggere dopo la pubblicità | publicidade | anúncio | anúncios
        conteúdo patrocinado | continua após a publicidade | continua depois da publicidade | advertentie
        advertenties | reclame | gesponsord | gesponsorde inhoud | lees verder na de advertentie
        lees verder onder de advertentie | artikel gaat verder onder de advertentie | annons | annonser | reklame
        mainos | reklama | hirdetés | реклама | 広告 | 广告 | 廣告 | 광고
    """),
    "link to more": _phrases("""
        read more | read more here | read full story | read full article | read the full story
        read the full article | read on | continue reading | keep reading | show more | see more | view more
        load more | find out more | see all | learn more | more on this story | more on this topic
        more from this author | more stories | read next | up next | next article | previous article | see also
        also read | read also | lire la suite | lire plus | en savoir plus | lire aussi | à lire aussi | voir plus
        voir aussi | lire l'article complet | lire l'article | à lire également | la suite | weiterlesen
        mehr lesen | lesen sie mehr | mehr dazu | mehr zum thema | mehr anzeigen | mehr erfahren | lesen sie auch
        auch interessant | lesen sie weiter | zum artikel | ganzen artikel lesen | leer más | seguir leyendo
        sigue leyendo | más información | ver más | lea también | lee también | te puede interesar | leer también
        leggi di più | continua a leggere | leggi tutto | leggi anche | per saperne di più | mostra altro
        vedi anche | ler mais | leia mais | saiba mais | leia também | ver mais | continuar a ler | continue lendo
        continuar lendo | lees meer | lees verder | meer lezen | lees ook | meer over dit onderwerp | toon meer
        bekijk meer
    """),
    "sharing": _phrases("""
        share | share this | share this article | share this story | share this page | share this post
        share article | share full article | share with friends | tweet | tweet this | copy link | link copied
        copy the link | print | print this page | print this article | print article | email this article
        email this page | email a friend | save | save article | save this article | save for later | bookmark
        bookmark this article | gift this article | gift article | give this article | send to a friend | partager
        partager cet article | partager l'article | partagez | partagez cet article | imprimer | imprimer l'article
        copier le lien | envoyer par e-mail | offrir l'article | ajouter à vos favoris | teilen | artikel teilen
        diesen artikel teilen | beitrag teilen | drucken | artikel drucken | link kopieren | per e-mail teilen
        merken | artikel merken | artikel verschenken | compartir | compartir este artículo | compartir artículo
        comparte | comparte este artículo | imprimir | copiar enlace | guardar artículo | enviar por correo
        condividi | condividi questo articolo | condividi l'articolo | stampa | stampa articolo | copia link
        salva articolo | partilhar | partilhar este artigo | partilhar artigo | compartilhar | compartilhe
        compartilhe este artigo | copiar link | copiar ligação | deel | delen | deel dit artikel | deel artikel
        artikel delen | printen | link kopiëren | kopieer link | bewaren
    """),
    "newsletter": _phrases("""
        newsletter | newsletters | our newsletters | get our newsletter | newsletter sign-up | newsletter signup
        enter your email | enter your email address | your email address | email address | thank you for subscribing
        you can unsubscribe at any time | invalid email address | sign up | sign up now | sign up here | sign me up
        s'inscrire à la newsletter | inscrivez-vous à notre newsletter | inscrivez-vous à la newsletter
        s'abonner à la newsletter | abonnez-vous à notre newsletter | recevez notre newsletter | nos newsletters
        votre adresse e-mail | je m'inscris | newsletter abonnieren | jetzt newsletter abonnieren
        zum newsletter anmelden | newsletter bestellen | jetzt anmelden | ihre e-mail-adresse
        melden sie sich für unseren newsletter an | abonnieren sie unseren newsletter
        suscríbete a nuestra newsletter | suscríbete a nuestro boletín | suscríbase a nuestro boletín
        suscríbete al boletín | apúntate a nuestra newsletter | recibe nuestra newsletter | tu correo electrónico
        introduce tu correo electrónico | iscriviti alla newsletter | iscriviti alla nostra newsletter
        ricevi la newsletter | la tua email | inserisci la tua email | subscreva a newsletter
        subscreva a nossa newsletter | assine a newsletter | assine nossa newsletter | receba a nossa newsletter
        inscreva-se na newsletter | o seu e-mail | seu e-mail | meld je aan voor onze nieuwsbrief
        meld u aan voor onze nieuwsbrief | schrijf je in voor onze nieuwsbrief | schrijf u in voor onze nieuwsbrief
        nieuwsbrief | nieuwsbrieven | je e-mailadres | uw e-mailadres
    """),
    "subscription": _phrases("""
        subscribe | subscribe now | subscribe today | subscribe to continue reading | subscribe to read
        register now | register for free | log in | login | sign in | my account | create account
        create an account | already a subscriber | start your free trial | this article is for subscribers only
        subscribers only | become a member | support us | donate now | s'abonner | abonnez-vous | je m'abonne
        déjà abonné | se connecter | connexion | article réservé aux abonnés | réservé aux abonnés | créer un compte
        abonnieren | jetzt abonnieren | abo abschließen | anmelden | einloggen | registrieren | nur für abonnenten
        bereits abonnent | kostenlos registrieren | suscríbete | suscribirse | iniciar sesión | regístrate
        solo para suscriptores | ya soy suscriptor | abbonati | abbonati ora | accedi | registrati
        solo per gli abbonati | contenuto riservato agli abbonati | assinar | assine | assine já | iniciar sessão
        entrar | exclusivo para assinantes | já é assinante | abonneren | abonneer je | inloggen | aanmelden
        registreren | alleen voor abonnees | word abonnee | al abonnee
    """),
    "cookies": _phrases("""
        cookies | accept | accept all | accept all cookies | accept cookies | reject all | reject all cookies
        reject cookies
        decline all | necessary cookies only | manage cookies | manage preferences | manage settings
        manage options | cookie settings | cookie preferences | cookie policy | cookie notice | cookie consent
        we value your privacy | your privacy choices | privacy settings | we care about your privacy | allow all
        allow all cookies | allow cookies | do not sell my personal information
        do not sell or share my personal information | tout accepter | accepter | accepter tout | accepter et fermer
        tout refuser | continuer sans accepter | paramétrer les cookies | gérer les cookies | gérer mes préférences
        politique de cookies | gestion des cookies | nous respectons votre vie privée | alle akzeptieren
        akzeptieren | alle cookies akzeptieren | alle ablehnen | cookie-einstellungen | cookies akzeptieren
        nur notwendige cookies | datenschutzeinstellungen | einstellungen verwalten | wir schätzen ihre privatsphäre
        zustimmen | zustimmen und weiter | aceptar | aceptar todo | aceptar todas | aceptar cookies
        aceptar todas las cookies | rechazar todo | rechazar todas | configurar cookies | gestionar cookies
        política de cookies | tu privacidad es importante para nosotros | accetta | accetta tutto | accetta tutti
        accetta tutti i cookie | accetta i cookie | rifiuta tutto | rifiuta tutti | gestisci i cookie
        impostazioni dei cookie | gestisci preferenze | continua senza accettare | aceitar | aceitar tudo
        aceitar todos | aceitar cookies | aceitar todos os cookies | rejeitar tudo | rejeitar todos | gerir cookies
        definições de cookies | configurações de cookies | preferências de cookies | accepteren | alles accepteren
        alle cookies accepteren | cookies accepteren | alles weigeren | cookies weigeren | cookie-instellingen
        cookies beheren | voorkeuren beheren | cookiebeleid
    """),
    "related articles": _phrases("""
        related | related article | related articles | related stories | related story | related topics
        related content | related posts | related news | related links | related coverage | recommended for you
        you may also like | you might also like | you may be interested in | most read | most popular | most viewed
        trending now | top stories | latest stories | editor's picks | editors' picks | don't miss | around the web
        from the web | sur le même sujet | articles liés | articles associés | articles similaires
        dans la même rubrique | les plus lus | le plus lu | vous aimerez aussi | à découvrir | contenus associés
        verwandte artikel | ähnliche artikel | verwandte themen | weitere artikel | meistgelesen
        am meisten gelesen | das könnte sie auch interessieren | das könnte dich auch interessieren
        empfohlene artikel | artículos relacionados | noticias relacionadas | lo más leído | lo más visto
        también te puede interesar | contenido relacionado | te recomendamos | articoli correlati
        notizie correlate | i più letti | le più lette | potrebbe interessarti | ti potrebbe interessare
        contenuti correlati | artigos relacionados | notícias relacionadas | mais lidas | as mais lidas
        os mais lidos | pode interessar-lhe | veja também | conteúdo relacionado | gerelateerde artikelen
        gerelateerd | meest gelezen | lees meer over | ook interessant | dit vind je misschien ook interessant
        verwante artikelen
    """),
    "follow": _phrases("""
        follow | follow us | following | follow this topic | follow this author | follow topic | connect with us
        join us on whatsapp | suivez-nous | nous suivre | suivre | folgen sie uns | folge uns | folgen | síguenos
        seguir | sigue la conversación | seguici | segui | siga-nos | segue-nos | volg ons | volgen
    """),
    "player": _phrases("""
        listen | listen now | listen to article | listen to this article | listen to this story
        listen to the article | listen to this page | play | play video | play audio | pause | mute | unmute | watch
        watch now | watch the video | watch live | watch more | video player | audio player
        your browser does not support the audio element | your browser does not support the video tag
        your browser does not support html5 video | écouter | écouter l'article | écouter cet article
        lire la vidéo | voir la vidéo | votre navigateur ne supporte pas la vidéo | artikel anhören | anhören
        diesen artikel anhören | artikel vorlesen | vorlesen | video abspielen | zum video | escuchar
        escuchar este artículo | escucha este artículo | escuchar artículo | ver vídeo | ver video | reproducir
        ascolta | ascolta l'articolo | ascolta questo articolo | guarda il video | riproduci | ouvir | ouvir artigo
        ouça este artigo | ouvir este artigo | ver o vídeo | reproduzir | beluister | luister
        beluister dit artikel | luister naar dit artikel | bekijk de video | afspelen
    """),
    "navigation": _phrases("""
        skip to content | skip to main content | skip to navigation | skip to main navigation | skip to search
        skip to footer | skip navigation | jump to content | jump to navigation | back to top | back to the top
        go to top | scroll to top | top of page | open menu | close menu | main menu | toggle navigation
        toggle menu | go to homepage | go back | back to home | loading | please wait | close | expand | collapse
        dismiss | view comments | show comments | hide comments | leave a comment | add a comment | post a comment
        add your comment | join the conversation | start the conversation | join the discussion
        be the first to comment | comments are closed | report this comment | enlarge image | enlarge this image
        click to enlarge | toggle caption | hide caption | view image in fullscreen | open image modal
        image enlarge | expand image | aller au contenu | aller au contenu principal | passer au contenu
        retour en haut | haut de page | ouvrir le menu | fermer le menu | fermer | chargement
        laisser un commentaire | ajouter un commentaire | voir les commentaires | commenter | réagir
        agrandir l'image | zum inhalt springen | zum hauptinhalt springen | direkt zum inhalt | zum inhalt
        nach oben | zurück nach oben | zum seitenanfang | menü öffnen | menü schließen | schließen | wird geladen
        kommentar schreiben | kommentare anzeigen | kommentar verfassen | kommentieren | bild vergrößern
        saltar al contenido | ir al contenido | ir al contenido principal | volver arriba | abrir menú | cerrar menú
        cerrar | cargando | dejar un comentario | deja un comentario | ver comentarios | comentar | ampliar imagen
        vai al contenuto | salta al contenuto | torna su | torna in alto | apri il menu | apri menu | chiudi menu
        chiudi | caricamento | lascia un commento | commenta | mostra i commenti | ingrandisci immagine
        ir para o conteúdo | saltar para o conteúdo | pular para o conteúdo | voltar ao topo | abrir menu
        fechar menu | fechar | carregando | a carregar | deixe um comentário | deixar um comentário
        ver comentários | ampliar imagem | naar de inhoud | ga naar de inhoud | ga naar inhoud | ga naar hoofdinhoud
        terug naar boven | naar boven | menu openen | menu sluiten | sluiten | laden | laat een reactie achter
        plaats een reactie | reageer | bekijk reacties | reageren | vergroot afbeelding
    """),
}

_SITES = (
    "(?:facebook|twitter|x|instagram|linkedin|youtube|tiktok|telegram|whats ?app|threads|bluesky|mastodon|google news|"
    "reddit|e-?mail|flipboard|pinterest|spotify|apple podcasts|discover|signal|messenger|xing)"
)
_SITE_LIST = rf"{_SITES}(?:(?:,| and| et| und| y| e| en| &|, and) {_SITES})*"
_LETTERS = r"(?:newsletters?|mailing lists?|e-?mails?|briefings?|bulletins?|updates|alerts|digests?|inbox)"
_LETTERS_ELSEWHERE = (
    r"(?:newsletters?|nieuwsbrief|nieuwsbrieven|infolettre|lettre d'information|boletín|boletim|boletines|notiziario"
    r"|rundbrief)"
)


def _joined(pattern: str) -> str:
    """One expression of the lines that a pattern is laid out in."""
    lines = (re.sub(r"^\| ", "|", line.strip()) for line in pattern.strip().splitlines())
    return "".join(lines)


_PATTERNS: dict[str, str] = {
    # One alternative a line; a line without a bar goes on with the one above.
    "advertisement": r"""
        advertisement[ \-–—·|:]+(?:scroll to continue|continue reading.*|article continues.*|story continues.*
          |\d+(?:/\d+| of \d+))
        | (?:story|article) continues (?:below|after)(?: (?:this|the))? (?:ad|advert|advertisement|video|promotion)
        | (?:ad|advertisement|anzeige|werbung|publicité|publicidad|pubblicità|publicidade
          |advertentie) ?[(:]? ?\d+(?: ?/ ?\d+)?[)]?
        | (?:sponsored|presented|paid for|brought to you) by [\w&.\-'’ ]{1,40}
    """,
    "link to more": r"""
        (?:read more|read also|also read|see more|related|read next|up next
          |lire aussi|à lire aussi|lire la suite|lire plus|à lire également|en savoir plus|sur le même sujet
          |lesen sie auch|lesen sie mehr|mehr zum thema|mehr dazu|auch interessant|weiterlesen
          |lea también|lee también|leer más|te puede interesar|ver más
          |leggi anche|leggi di più|per saperne di più
          |leia também|ler mais|leia mais|saiba mais|veja também
          |lees ook|lees meer|lees verder) ?[:|»→>–—] ?\S.{0,200}
        | read (?:more|the full (?:story|article|report)|the rest of this (?:story|article)) (?:about|on|at|in|from
          |here)\b[^.!?]{0,80}
        | (?:click|tap) here (?:to|for) (?:read|more|subscribe|sign up|find out|the full)[^.!?]{0,60}
    """,
    "sharing": rf"""
        (?:share|tweet|send|post|email|partager|partagez|teilen|compartir|comparte|condividi|partilhar|compartilhar
          |delen|deel)
        (?:\ (?:this|it|article|story|this article|this story|l'article|cet article|artikel|artículo|articolo
          |artigo))?
        \ (?:on|via|by|to|with|sur|par|auf|über|bei|per|en|por|su|no|na|op) {_SITE_LIST}
        | {_SITES}(?:(?:,? | ?[|·/] ?){_SITES}){{1,9}}
        | \d[\d.,]* ?[km]? (?:shares|likes|retweets|views|partages|vues|condivisioni)
        | (?:share|partager|teilen|compartir|condividi|partilhar|delen) ?:? ?\d[\d.,]* ?k?
    """,
    "newsletter": rf"""
        (?:please |don't forget to )?(?:sign up|subscribe|register) (?:now |here |today |free )?(?:for|to|here for)
          \ [^.!?]{{0,80}}\b{_LETTERS}\b[^?]{{0,120}}
        | sign up (?:for|to)(?: [^\s.?!]+){{1,5}}
        | get [^.?]{{1,120}} (?:in|to|into) your inbox\b.{{0,80}}
        | [^.?]{{0,100}}\b(?:delivered|sent|straight|direct|directly)
          (?:\ straight|\ directly)? (?:in)?to your inbox\b.{{0,80}}
        | (?:inscrivez-vous|abonnez-vous|recevez|s'inscrire|s'abonner|découvrez|abonnieren|bestellen|erhalten|melden
            |suscríbete|suscríbase|apúntate|recibe|reciba|iscriviti|ricevi|subscreva|receba|assine|inscreva-se|meld
          |schrijf|ontvang)
          \b[^.?]{{0,100}}\b{_LETTERS_ELSEWHERE}\b[^.?]{{0,80}}
    """,
    "subscription": r"""
        already (?:a|have) (?:an )?(?:subscriber|member|account|subscription)\?(?: (?:log|sign) in(?: here)?)?
        | you have \d+ (?:free )?(?:articles?|stories) (?:left|remaining)(?: this (?:month|week))?
        | you(?:'ve| have) (?:read|reached) (?:your|all)[^.?]{0,60}(?:limit|articles)[^.?]{0,40}
        | (?:to continue reading|to read the (?:full|rest of this) (?:article|story)),? [^.?]{0,80}(?:subscribe
          |register|log in|sign in|account)[^.?]{0,40}
        | subscribe (?:from|for) (?:only |just )?[£$€] ?\d.{0,60}
        | (?:déjà abonné|bereits abonnent|ya eres suscriptor|sei già abbonato|já é assinante|al abonnee) ?\? ?.{0,40}
        | il (?:vous )?reste \d+ ?% de cet article à lire.{0,80}
    """,
    "cookies": r"""
        (?:we|this (?:web)?site|our (?:web)?site|this page
          |we and our (?:\d+ )?partners) uses? (?:[\w\-]+ ){0,3}?cookies\b
          (?: (?:to|and|for|on|in order|that|which|so|from|or)\b.*)?
        | by (?:continuing|using|browsing|clicking|visiting)\b.*\byou (?:agree|accept|consent|are agreeing)\b.*
        | we and our (?:\d+ )?partners (?:store|process|use)\b.*\b(?:cookies?|devices?|personal data)\b.*
        | (?:nous utilisons|ce site utilise|notre site utilise) (?:[\w\-]+ ){0,3}?cookies\b.*
        | (?:wir verwenden|wir nutzen|wir setzen|diese (?:web)?seite (?:verwendet|nutzt)|diese website (?:verwendet
          |nutzt)) (?:[\w\-]+ ){0,2}?cookies\b.*
        | (?:utilizamos|usamos|este sitio(?: web)? (?:utiliza|usa)|esta (?:página|web) (?:utiliza
          |usa)) (?:[\w\-]+ ){0,2}?cookies\b.*
        | (?:utilizziamo|usiamo|questo sito (?:utilizza|usa)) (?:i |[\w\-]+ ){0,2}?cookies?\b.*
        | (?:este site (?:utiliza|usa)|este website (?:utiliza|usa)|o nosso site (?:utiliza
          |usa)) (?:[\w\-]+ ){0,2}?cookies\b.*
        | (?:wij? gebruiken|deze (?:web)?site (?:gebruikt|maakt gebruik van)
          |wij? maken gebruik van) (?:[\w\-]+ ){0,2}?cookies\b.*
    """,
    "follow": rf"""
        (?:follow|find|like|join) (?:us|him|her|them|me
          |@?\w+(?: [\w'\-]+){{0,3}}) (?:and .{{1,40}} )?on {_SITE_LIST}(?: @\w+)?
        | (?:follow|suivez|folgen|seguir|sigue|segui|siga|volg) @\w+
        | (?:suivez-nous|nous suivre|retrouvez-nous) sur {_SITE_LIST}
        | (?:folgen sie|folge) uns (?:auf|bei) {_SITE_LIST}
        | síguenos en {_SITE_LIST}
        | seguici su {_SITE_LIST}
        | (?:siga|segue)-nos (?:no|na|em) {_SITE_LIST}
        | volg ons (?:op|via) {_SITE_LIST}
    """,
    "player": r"""
        -?\d{1,2}:\d{2}(?::\d{2})? ?/ ?-?\d{1,2}:\d{2}(?::\d{2})?
        | listen(?: to this (?:article|story|page))?[ ,·|:()\-–—]*\d+(?::\d{2})? ?(?:min|mins|minutes|m)?\)?
        | (?:artikel anhören|écouter(?: l'article)?|escuchar|ascolta|ouvir|beluister
          |luister)[ ·|:()\-–—]*\d+(?::\d{2})? ?(?:min|minuten|minutes|minutos|minuti)?\)?
        | (?:loaded|progress|geladen) ?: ?[\d.]+ ?%
        | (?:current|remaining|duration) ?(?:time)? ?:? ?-?\d{1,2}:\d{2}(?::\d{2})?
        | (?:this )?(?:audio|video) (?:is )?(?:not available|unavailable|could not be loaded).{0,60}
    """,
    "reading time": r"""
        (?:estimated |average )?(?:reading time|read time|lesezeit|leesduur|leestijd|temps de lecture
          |tiempo de lectura|tempo di lettura|tempo de leitura)
          [ :·]*(?:ca\.? |about )?\d{1,3}(?: ?[-–] ?\d{1,3})? ?(?:min|mins|minutes?|minuten|minutos|minuti)?\.?
        | \d{1,3}[ \-](?:min|mins|minute|minutes)[ \-]read
        | \d{1,3} ?min(?:\.|uten)? (?:lesezeit|leestijd|de lecture|de lectura|di lettura|de leitura)
    """,
    "navigation": r"""
        (?:comments?|commentaires?|kommentare?|comentarios?|commenti|comentários?|reacties
          |responses) ?[:(]? ?\d[\d.,]*\)?
        | \d[\d.,]* (?:comments?|commentaires?|kommentare?|comentarios?|commenti|comentários?|reacties)
        | (?:home|startseite|accueil|inicio|início)(?: ?[>»›/|] ?[\w&\-' ]{1,30}){1,6}
        | skip to (?:the )?[\w ]{1,30}
    """,
}

_BY_PHRASE = {phrase: reason for reason, phrases in _PHRASES.items() for phrase in phrases}
_REASONS = tuple(_PATTERNS)
_BY_PATTERN = re.compile("|".join(f"({_joined(pattern)})" for pattern in _PATTERNS.values()))
_AT_ENDS = ' \t\u00a0\u200b.:;!…·•|*_#>»›→▶►▸▼▾▲△↓↑×✕✖[](){}<«‹←"“”-–—'


def reason_to_leave_out(line: str) -> str:
    """Say what noise a line is, in a word or two; empty when it is none."""
    if len(line) > LONGEST:
        return ""
    folded = " ".join(line.casefold().replace("’", "'").split())
    bare = folded.strip(_AT_ENDS)
    if found := _BY_PHRASE.get(bare) or _BY_PHRASE.get(bare.rstrip("?")):
        return found
    whole = folded.strip().rstrip(" →»›>▶.!…").lstrip("•·▶►▸→>»›-–—*| ")
    match = _BY_PATTERN.fullmatch(whole)
    return _REASONS[match.lastindex - 1] if match and match.lastindex else ""
