"""What a page puts around an article is told from the article."""

import pytest

from briefgen.importers.noise import LONGEST, reason_to_leave_out

NOISE = {
    "advertisement": """
        Advertisement | ADVERTISEMENT | [Advertisement] | — Advertisement — | Advertisement - Scroll to continue
        Story continues below advertisement | Ad | Sponsored content | Sponsored by Acme & Co
        Publicité | La suite après cette publicité | Anzeige | Werbung
        Publicidad | Pubblicità | Publicidade | Advertentie
    """,
    "link to more": """
        Read more | Read more → | READ MORE: Japan’s defence budget grows | Read more about the bases | Continue reading
        Read the full story here | Click here to read more
        Lire aussi : La réforme des retraites | En savoir plus | Lesen Sie auch: Was nun? | Weiterlesen
        Lea también: El coste | Seguir leyendo | Leggi anche: Il governo | Continua a leggere | Leia também: O governo
        Lees ook: De regeling | Lees verder
    """,
    "sharing": """
        Share | Share this article | Share this: | Share on Facebook | Share this article on WhatsApp | Copy link
        Facebook Twitter LinkedIn Email | Print this page | 1,204 shares
        Partager cet article | Artikel teilen | Compartir | Condividi | Partilhar | Deel dit artikel
    """,
    "newsletter": """
        Sign up for our daily newsletter | Subscribe to our newsletter | Sign up for The Morning Post
        Get the best of our reporting delivered straight to your inbox. | Enter your email address
        Inscrivez-vous à notre newsletter | Newsletter abonnieren | Suscríbete a nuestro boletín
        Iscriviti alla newsletter | Subscreva a nossa newsletter | Meld je aan voor onze nieuwsbrief
    """,
    "subscription": """
        Already a subscriber? Log in | You have 2 free articles left this month | Subscribe now | Déjà abonné ?
        Bereits Abonnent? Hier anmelden
    """,
    "cookies": """
        We use cookies | We use cookies to improve your experience. Read our policy. | Accept all | Reject all cookies
        By continuing to use this site you agree to our use of cookies. | Manage preferences
        Nous utilisons des cookies pour améliorer votre visite. | Tout accepter
        Wir verwenden Cookies, um Inhalte zu zeigen. | Alle akzeptieren | Utilizamos cookies propias y de terceros.
        Utilizziamo i cookie per migliorare il sito. | Este site utiliza cookies. | Wij gebruiken cookies.
    """,
    "related articles": """
        Related articles | You may also like | Most read | Sur le même sujet | Das könnte Sie auch interessieren
        Artículos relacionados | I più letti | Artigos relacionados | Meest gelezen
    """,
    "follow": """
        Follow us on Twitter | Follow us on Facebook, Instagram and X | Follow @example | Suivez-nous sur Facebook
        Folgen Sie uns auf Instagram | Síguenos en Twitter | Seguici su Facebook | Volg ons op X
    """,
    "player": """
        Listen to this article | Listen to this article · 5 min | 0:00 / 3:41 | Écouter l’article | Artikel anhören
        Loaded: 12.5%
    """,
    "reading time": "5 min read | Reading time: 4 minutes | Temps de lecture : 3 min | Lesezeit: 4 Minuten",
    "navigation": """
        Skip to content | Skip to main content | Comments (23) | 23 comments | Back to top | Home > World > Asia
        Kommentare (4) | Zum Inhalt springen | Retour en haut
    """,
}
LINES = [
    (line.strip(), reason)
    for reason, text in NOISE.items()
    for line in text.replace("\n", "|").split("|")
    if line.strip()
]

SENTENCES = """
Advertisement spending rose by 4 % last year.
Advertising is a market of its own.
Read more books, the minister said.
We use cookies every day.
By using cookies, advertisers follow citizens.
We and our partners use the base.
Share of the vote
Sharing intelligence with allies
Comments on the draft
Comments
Follow the money
Listening to citizens
Related party transactions
Image: the minister arrives
Photo: Reuters
Subscribe to the theory that markets clear, and you will be surprised.
Sign up for the scheme has been slow since it opened in May.
Accept all recommendations made by the review.
Cookies and consent: what the law says
Newsletter readership fell by a third.
See also: Annex B
Home affairs
Printing money
The Minister must not close the base.
Facebook
La publicité politique sera encadrée.
Die Werbung wirkt.
10:30 / 12
""".strip().splitlines()


@pytest.mark.parametrize(("line", "reason"), LINES, ids=[line for line, _ in LINES])
def test_noise_is_told_with_its_reason(line: str, reason: str) -> None:
    """A line that a page adds is told, and what it is."""
    assert reason_to_leave_out(line) == reason


@pytest.mark.parametrize("line", SENTENCES)
def test_words_of_an_article_are_no_noise(line: str) -> None:
    """A sentence, heading or caption stays, though it may begin as noise does."""
    assert reason_to_leave_out(line) == ""


def test_case_and_marks_at_the_ends_do_not_matter() -> None:
    """A line is told whatever its case, its arrows and its spaces."""
    assert {reason_to_leave_out(line) for line in ("READ MORE »", "• read  more", "Read more…", "→ Read More")} == {
        "link to more"
    }


def test_a_long_line_is_no_noise() -> None:
    """What is longer than any label is text."""
    assert reason_to_leave_out("We use cookies to " + "improve " * (LONGEST // 8)) == ""
