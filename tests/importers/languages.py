"""Short texts in many languages, written for these tests, and the codecs that each language is met in."""

TEXTS = {
    "English": (
        "The minister’s reply was brief: “We will not pay £40 million twice.” Officials disagree – a review, they say, "
        "is due before the summer, and the café on the corner of the naïve diplomat’s street has closed…"
    ),
    "French": (
        "Le gouvernement a présenté hier son projet de réforme. Les députés, réunis à huis clos, ont jugé qu’il était "
        "déjà trop tard pour agir : « Nous n’avons plus le choix », a déclaré la présidente de la commission. Le coût "
        "élevé, où l’on reconnaît la patte du ministère, ne gêne guère les maires des communes."
    ),
    "German": (
        "Die Bundesregierung prüft, ob die Lieferungen über das Jahr hinaus verlängert werden können. „Wir müssen "
        "jetzt größere Vorräte anlegen“, sagte die Staatssekretärin. Die Länder befürchten höhere Ausgaben für "
        "Straßen und Brücken; eine Lösung wird nicht vor März erwartet."
    ),
    "Spanish": (
        "El ministro anunció ayer que la reforma de las pensiones se aplazará hasta el próximo año. «No habrá más "
        "recortes», afirmó en la comisión. ¿Quién pagará entonces los costes de la transición? Según los técnicos, "
        "España necesitará cinco años para cumplir los compromisos que asumió."
    ),
    "Italian": (
        "Il governo non ha ancora deciso se la misura sarà finanziata con nuove entrate. «È una scelta che spetta al "
        "Parlamento», ha detto il ministro. Perché la riforma funzioni, però, le regioni dovranno avere più personale "
        "e la possibilità di spendere già nel prossimo anno."
    ),
    "Portuguese": (
        "O governo anunciou que as negociações não serão concluídas antes do verão. «A decisão é nossa», disse a "
        "ministra, que pediu às regiões uma avaliação até março. Os peritos receiam que a redução das verbas atrase a "
        "construção de três hospitais e a formação dos médicos."
    ),
    "Dutch": (
        "De staatssecretaris heeft de Kamer laten weten dat de invoering van de regeling een jaar wordt uitgesteld. "
        "Volgens haar zijn de gemeenten nog niet klaar en is er te weinig geld. De coalitie is daarover verdeeld: "
        "„Dit is geen oplossing”, zegt één van de fracties, ‘maar een noodverband’. Financiële ideeën zijn er wel."
    ),
    "Swedish": (
        "Regeringen vill att myndigheterna ska få längre tid på sig innan de nya reglerna börjar gälla. Det är inte "
        "möjligt att göra allt på ett år, säger ministern. Också för kommunerna är frågan svår, och många är rädda "
        "för ökade kostnader."
    ),
    "Danish": (
        "Regeringen foreslår, at støtten bliver forlænget til næste år. Det er ikke nok, mener kommunerne, som også "
        "frygter højere udgifter til ældre og børn. Ministeren har lovet at vende tilbage med en løsning, før "
        "sommeren er forbi."
    ),
    "Finnish": (
        "Hallitus esittää, että määräaikaa pidennetään vuodella. Ministerin mukaan kunnat eivät ole vielä valmiita, "
        "ja siksi päätös siirtyy syksyyn. Myös työmarkkinajärjestöt ovat pyytäneet lisää aikaa, mutta eivät kaikki "
        "samasta syystä."
    ),
    "Icelandic": (
        "Ríkisstjórnin hefur ákveðið að fresta málinu þar til í haust. Það er ekki auðvelt að finna lausn sem allir "
        "geta sætt sig við, sagði ráðherrann, en hún var þó bjartsýn á að samkomulag næðist áður en þingi lýkur."
    ),
    "Polish": (
        "Rząd zapowiedział, że nowe przepisy wejdą w życie dopiero w przyszłym roku. Minister nie chciał powiedzieć, "
        "ile to będzie kosztować, ale przyznał, że środki są niewystarczające. Samorządy żądają wyjaśnień, bo już "
        "teraz brakuje im pieniędzy na szkoły i drogi."
    ),
    "Czech": (
        "Vláda rozhodla, že změny začnou platit až příští rok. Podle ministra není možné dříve zajistit dostatek "
        "peněz. Kraje se však obávají, že jim bude chybět více než třetina lékařů, a žádají, aby se o věci znovu "
        "jednalo ještě před létem."
    ),
    "Slovak": (
        "Vláda rozhodla, že zmeny začnú platiť až v budúcom roku. Podľa ministra nie je možné skôr zabezpečiť dostatok "
        "peňazí. Kraje sa však obávajú, že im bude chýbať viac ako tretina lekárov, a žiadajú, aby sa o veci ešte raz "
        "rokovalo; ťažké rozhodnutia sa vraj odkladajú príliš ľahko."
    ),
    "Hungarian": (
        "A kormány bejelentette, hogy az új szabályok csak jövőre lépnek életbe. A miniszter szerint ehhez több időre "
        "és nagyobb költségvetésre lenne szükség, de az önkormányzatok attól tartanak, hogy nem jut elég pénz az "
        "iskolákra és az idősek ellátására. A döntésről őszig egyeztetnek, és nem lesz könnyű."
    ),
    "Croatian": (
        "Vlada je odlučila da će nova pravila stupiti na snagu tek iduće godine. Prema riječima ministra, ranije nije "
        "moguće osigurati dovoljno sredstava. Županije se ipak boje da će im nedostajati više od trećine liječnika, pa "
        "traže da se o svemu još jednom raspravi."
    ),
    "Slovene": (
        "Vlada je odločila, da bodo nova pravila začela veljati šele prihodnje leto. Po besedah ministra prej ni "
        "mogoče zagotoviti dovolj denarja. Občine se bojijo, da jim bo primanjkovalo več kot tretjina zdravnikov, in "
        "želijo, da se o vsem še enkrat razpravlja."
    ),
    "Romanian": (
        "Guvernul a anunţat că noile reguli vor intra în vigoare abia anul viitor. Potrivit ministrului, nu este "
        "posibil să se asigure mai devreme fondurile necesare. Primăriile se tem însă că le vor lipsi medicii şi cer "
        "ca decizia să fie discutată încă o dată înainte de vară, fără grabă şi fără condiţii."
    ),
    "Turkish": (
        "Hükümet, yeni kuralların gelecek yıl yürürlüğe gireceğini açıkladı. Bakana göre daha önce yeterli kaynak "
        "bulmak mümkün değil. Belediyeler ise doktorların üçte birinden fazlasının eksik olacağından endişe ediyor ve "
        "konunun bir kez daha görüşülmesini istiyor; ancak bu kolay olmayacak."
    ),
    "Lithuanian": (
        "Vyriausybė nusprendė, kad naujos taisyklės įsigalios tik kitais metais. Pasak ministro, anksčiau neįmanoma "
        "užtikrinti pakankamai lėšų. Savivaldybės baiminasi, kad joms trūks daugiau kaip trečdalio gydytojų, ir "
        "prašo šį klausimą dar kartą apsvarstyti, nes žmonės laukia."
    ),
    "Latvian": (
        "Valdība nolēma, ka jaunie noteikumi stāsies spēkā tikai nākamajā gadā. Pēc ministra teiktā, agrāk nav "
        "iespējams nodrošināt pietiekami daudz līdzekļu. Pašvaldības baidās, ka tām trūks vairāk nekā trešdaļas ārstu, "
        "un lūdz jautājumu vēlreiz apspriest, jo šķēršļu ir daudz."
    ),
    "Estonian": (
        "Valitsus otsustas, et uued reeglid hakkavad kehtima alles järgmisel aastal. Ministri sõnul ei ole varem "
        "võimalik leida piisavalt raha. Omavalitsused kardavad, et neil jääb puudu üle kolmandiku arstidest, ja "
        "paluvad küsimust veel kord arutada, sest lahendus peab olema õiglane."
    ),
    "Russian": (
        "Правительство объявило, что новые правила вступят в силу только в следующем году. По словам министра, раньше "
        "найти достаточно средств невозможно. Регионы опасаются, что им не хватит трети врачей, и просят обсудить "
        "этот вопрос ещё раз."
    ),
    "Bulgarian": (
        "Правителството обяви, че новите правила ще влязат в сила едва през следващата година. Според министъра "
        "по-рано не е възможно да се намерят достатъчно средства. Общините се опасяват, че ще им липсват лекари, и "
        "искат въпросът да бъде обсъден още веднъж."
    ),
    "Ukrainian": (
        "Уряд оголосив, що нові правила набудуть чинності лише наступного року. За словами міністра, раніше знайти "
        "достатньо коштів неможливо. Громади побоюються, що їм бракуватиме лікарів, і просять обговорити це питання "
        "ще раз, бо воно є дуже важливим."
    ),
    "Greek": (
        "Η κυβέρνηση ανακοίνωσε ότι οι νέοι κανόνες θα ισχύσουν μόνο από το επόμενο έτος. Σύμφωνα με τον υπουργό, δεν "
        "είναι δυνατόν να βρεθούν νωρίτερα αρκετά χρήματα. Οι δήμοι φοβούνται ότι θα τους λείψουν γιατροί και ζητούν "
        "να συζητηθεί το θέμα ξανά."
    ),
    "Hebrew": (
        "הממשלה הודיעה כי הכללים החדשים ייכנסו לתוקף רק בשנה הבאה. לדברי השר, לא ניתן למצוא קודם לכן מספיק כסף. "
        "הרשויות המקומיות חוששות שיחסרו להן רופאים, והן מבקשות לדון בנושא פעם נוספת לפני הקיץ."
    ),
    "Arabic": (
        "أعلنت الحكومة أن القواعد الجديدة لن تدخل حيز التنفيذ إلا في العام المقبل. وقال الوزير إنه لا يمكن توفير "
        "الأموال الكافية قبل ذلك. وتخشى البلديات أن ينقصها الأطباء، وتطلب مناقشة الموضوع مرة أخرى قبل الصيف."
    ),
    "Thai": (
        "รัฐบาลประกาศว่ากฎใหม่จะมีผลบังคับใช้ในปีหน้า รัฐมนตรีกล่าวว่าไม่สามารถหาเงินได้เพียงพอก่อนหน้านั้น "
        "ท้องถิ่นกังวลว่าจะขาดแพทย์ และขอให้มีการหารือเรื่องนี้อีกครั้ง"
    ),
    "Japanese": (
        "政府は、新しい規則が来年から適用されると発表した。大臣によれば、それより前に十分な資金を確保することはできない。"
        "自治体は医師が不足することを心配しており、この問題をもう一度議論するよう求めている。"
    ),
    "Chinese": (
        "政府宣布，新规定将于明年开始实施。部长表示，在此之前不可能筹集到足够的资金。"
        "各地方担心医生不足，要求再次讨论这个问题。我们认为，应当在夏天以前作出决定。"
    ),
    "Traditional Chinese": (
        "政府宣布，新規定將於明年開始實施。部長表示，在此之前不可能籌集到足夠的資金。"
        "各地方擔心醫生不足，要求再次討論這個問題。我們認為，應當在夏天以前作出決定。"
    ),
    "Korean": (
        "정부는 새로운 규칙이 내년부터 시행된다고 발표했다. 장관에 따르면 그 전에 충분한 자금을 마련하는 것은 "
        "불가능하다. 지방 자치 단체들은 의사가 부족해질 것을 걱정하며 이 문제를 다시 논의할 것을 요구하고 있다."
    ),
}
"""About three sentences in each language."""

_WEST = ("cp1252", "iso8859_15", "mac_roman", "cp850")
_CENTRE = ("cp1250", "iso8859_2")
_BALTIC = ("cp1257", "iso8859_13")
_CYRILLIC = ("cp1251", "koi8_r", "iso8859_5", "cp866", "mac_cyrillic")

CODECS = {
    "English": ("cp1252", "mac_roman"),
    "French": _WEST,
    "German": _WEST,
    "Spanish": _WEST,
    "Italian": _WEST,
    "Portuguese": _WEST,
    "Dutch": ("cp1252", "mac_roman"),
    "Swedish": _WEST,
    "Danish": _WEST,
    "Finnish": _WEST,
    "Icelandic": ("cp1252", "iso8859_15"),
    "Polish": _CENTRE,
    "Czech": _CENTRE,
    "Slovak": _CENTRE,
    "Hungarian": _CENTRE,
    "Croatian": _CENTRE,
    "Slovene": _CENTRE,
    "Romanian": _CENTRE,
    "Turkish": ("cp1254", "iso8859_9"),
    "Lithuanian": _BALTIC,
    "Latvian": _BALTIC,
    "Estonian": ("cp1257", "cp1252"),
    "Russian": _CYRILLIC,
    "Bulgarian": ("cp1251", "iso8859_5", "mac_cyrillic"),
    "Ukrainian": ("cp1251", "koi8_u", "iso8859_5"),
    "Greek": ("cp1253", "iso8859_7"),
    "Hebrew": ("cp1255", "iso8859_8"),
    "Arabic": ("cp1256", "iso8859_6"),
    "Thai": ("cp874", "tis_620"),
    "Japanese": ("cp932", "euc_jp", "iso2022_jp"),
    "Chinese": ("gb18030", "hz"),
    "Traditional Chinese": ("big5", "cp950"),
    "Korean": ("cp949", "johab", "iso2022_kr"),
}
"""The older codecs that texts in each language come in; a sample's marks that one lacks are left out first."""
