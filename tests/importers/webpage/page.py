"""A page as newspapers make them, written for the tests: an article, and everything that stands around one."""

ARTICLE = (
    "The county has closed the swing bridge to lorries since October, and the harbour has paid for it every day since.",
    "Of the forty hauliers who used it, eleven have moved their depots, two have closed, and the rest drive nine.",
    "The engineers' report, which the council published on Friday, says that the bearings can be replaced, or watched.",
    "Neither sum is in the budget. The council will decide in March, after the elections, and the engineers regret it.",
)
PAGE = f"""<!DOCTYPE html>
<html lang="en_GB">
<head>
<meta charset="utf-8">
<title>Close the bridge or mend it | The Quay Gazette</title>
<meta property="og:title" content="Close the bridge or mend it">
<meta property="og:site_name" content="The Quay Gazette">
<meta property="og:description" content="What eleven hauliers have done already">
<link rel="canonical" href="https://gazette.example/bridge">
<script type="application/ld+json">
{{"@context": "https://schema.org", "@graph": [{{"@type": "BreadcrumbList"}},
 {{"@type": "NewsArticle", "headline": "Close the bridge, or mend it", "datePublished": "2027-02-03T06:00:00Z",
   "author": [{{"@type": "Person", "name": "The harbour correspondent"}}, {{"@type": "Person", "name": "A. Reader"}}],
   "publisher": {{"@type": "Organization", "name": "Quay Papers Ltd"}}}}]}}
</script>
<style>.ad {{ color: red }}</style>
</head>
<body>
<div id="cookie-banner">We use cookies to improve your visit. <button>Accept all</button></div>
<header class="site-header"><a href="/">The Quay Gazette</a></header>
<nav><ul><li><a href="/news">News</a></li><li><a href="/sport">Sport</a></li></ul></nav>
<main>
<article>
<h1>Close the bridge, or mend it</h1>
<p>{ARTICLE[0]}</p>
<div class="ad-break">Advertisement</div>
<p>{ARTICLE[1]}</p>
<h2>What it would cost</h2>
<p>{ARTICLE[2]}</p>
<table>
<caption>The two ways</caption>
<tr><th>Way</th><th>Cost</th><th>Ends</th></tr>
<tr><td>Mend</td><td>£2.1 million</td><td>in a year</td></tr>
<tr><td>Watch</td><td colspan="2">£400,000 a year, without end</td></tr>
</table>
<blockquote><p>A bridge that is watched is a bridge that is falling, slowly, at the public's expense.</p></blockquote>
<ul>
<li>Mend it before the offer ends.
<ul><li>The money would have to be lent.</li></ul></li>
<li>Close it, and say so.</li>
</ul>
<p>{ARTICLE[3]}</p>
<p>Read more: The ring road at eight in the morning</p>
<div style="display: none">Only robots read this line, and they are welcome to it, all of it.</div>
</article>
<div class="newsletter-signup">Get the Gazette in your inbox every morning <input type="email">
<button>Sign up</button></div>
<aside class="related"><h3>Related</h3><ul>
<li><a href="/1">Hauliers count the miles</a></li><li><a href="/2">A bridge too old</a></li></ul></aside>
</main>
<footer>© Quay Papers Ltd. <a href="/terms">Terms</a></footer>
<script>document.write("written by a script")</script>
</body>
</html>
"""
