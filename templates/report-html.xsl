<?xml version="1.0" encoding="UTF-8"?>
<!--
  The report as one HTML file. Everything is in the text: without scripts it reads as a document, with details to open. The script
  (report.js) adds filters, sorting and the failures; its data comes from the program, as do the pictures, the style and the policy:
  processing instructions named erscope-… stand in their places.
-->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:output method="html" encoding="UTF-8" indent="no" doctype-system="about:legacy-compat"/>
  <xsl:strip-space elements="*"/>
  <xsl:key name="word" match="/report/words/word" use="@id"/>
  <xsl:key name="scenario" match="/report/scenarios/scenario" use="id"/>
  <xsl:key name="rule" match="finding[fingerprint and title]" use="rule"/>

  <xsl:template match="/report">
    <html lang="{frame/language}">
      <head>
        <meta charset="utf-8"/>
        <xsl:processing-instruction name="erscope-policy"/>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <meta name="color-scheme" content="light dark"/>
        <meta name="generator" content="{frame/tool}"/>
        <title><xsl:value-of select="frame/title"/></title>
        <style><xsl:processing-instruction name="erscope-asset">report.css</xsl:processing-instruction></style>
      </head>
      <body>
        <a class="skip" href="#main">Skip to the report</a>
        <xsl:call-template name="cover"/>
        <xsl:call-template name="contents"/>
        <main id="main">
          <xsl:apply-templates select="summary"/>
          <xsl:call-template name="pictures"/>
          <xsl:call-template name="findings"/>
          <xsl:call-template name="flows"/>
          <xsl:if test="scenarios/*"><xsl:call-template name="scenarios"/></xsl:if>
          <xsl:apply-templates select="inventory"/>
          <xsl:call-template name="assumptions"/>
          <xsl:call-template name="ledger"/>
        </main>
        <footer class="colophon">
          <p>Made by <xsl:value-of select="frame/tool"/> from what the inputs hold, as of <xsl:value-of select="frame/as_of"/>. Inventory <code><xsl:value-of select="substring(frame/content, 1, 16)"/></code>. This file needs no network and sends nothing.</p>
        </footer>
        <script type="application/json" id="data"><xsl:processing-instruction name="erscope-data"/></script>
        <script><xsl:processing-instruction name="erscope-asset">report.js</xsl:processing-instruction></script>
      </body>
    </html>
  </xsl:template>

  <!-- ==== frame ==== -->

  <xsl:template name="heading">
    <xsl:param name="id"/>
    <xsl:param name="word" select="$id"/>
    <h2 id="{$id}-title"><xsl:value-of select="key('word', $word)"/></h2>
  </xsl:template>

  <xsl:template name="term">
    <xsl:param name="name"/>
    <xsl:param name="value"/>
    <xsl:if test="$value != ''"><div><dt><xsl:value-of select="$name"/></dt><dd><xsl:value-of select="$value"/></dd></div></xsl:if>
  </xsl:template>

  <xsl:template name="cover">
    <header class="cover">
      <xsl:if test="frame/confidentiality != ''"><p class="confidential"><xsl:value-of select="frame/confidentiality"/></p></xsl:if>
      <xsl:if test="starts-with(frame/logo, 'data:image/')"><img class="logo" src="{frame/logo}" alt=""/></xsl:if>
      <p class="kicker">ExpressRoute private peering</p>
      <h1><xsl:value-of select="frame/title"/></h1>
      <dl class="meta">
        <xsl:call-template name="term"><xsl:with-param name="name" select="key('word', 'date')"/><xsl:with-param name="value" select="frame/as_of"/></xsl:call-template>
        <xsl:call-template name="term"><xsl:with-param name="name" select="key('word', 'author')"/><xsl:with-param name="value" select="frame/author"/></xsl:call-template>
        <xsl:call-template name="term"><xsl:with-param name="name" select="key('word', 'version')"/><xsl:with-param name="value" select="frame/version"/></xsl:call-template>
        <xsl:call-template name="term"><xsl:with-param name="name" select="key('word', 'made-by')"/><xsl:with-param name="value" select="frame/tool"/></xsl:call-template>
      </dl>
    </header>
  </xsl:template>

  <xsl:template name="contents">
    <nav class="contents" aria-label="{key('word', 'contents')}">
      <ul>
        <li><a href="#summary"><xsl:value-of select="key('word', 'summary')"/></a></li>
        <xsl:if test="pictures/*"><li><a href="#picture"><xsl:value-of select="key('word', 'pictures')"/></a></li></xsl:if>
        <li><a href="#findings"><xsl:value-of select="key('word', 'findings')"/></a></li>
        <li><a href="#flows"><xsl:value-of select="key('word', 'flows')"/></a></li>
        <xsl:if test="scenarios/*"><li><a href="#scenarios"><xsl:value-of select="key('word', 'scenarios')"/></a></li></xsl:if>
        <li><a href="#inventory"><xsl:value-of select="key('word', 'inventory')"/></a></li>
        <li><a href="#assumptions"><xsl:value-of select="key('word', 'assumptions')"/></a></li>
        <li><a href="#ledger"><xsl:value-of select="key('word', 'ledger')"/></a></li>
      </ul>
    </nav>
  </xsl:template>

  <!-- ==== summary ==== -->

  <xsl:template match="summary">
    <section id="summary" aria-labelledby="summary-title">
      <xsl:call-template name="heading"><xsl:with-param name="id" select="'summary'"/></xsl:call-template>
      <xsl:if test="complete = 'false'"><p class="warning"><xsl:value-of select="key('word', 'incomplete')"/></p></xsl:if>
      <p class="verdict"><xsl:value-of select="verdict"/></p>
      <xsl:if test="worst/*">
        <h3><xsl:value-of select="key('word', 'worst')"/></h3>
        <ol class="worst">
          <xsl:for-each select="worst/finding">
            <li>
              <xsl:call-template name="severity"/>
              <span><a href="#f-{fingerprint}"><xsl:value-of select="headline"/></a>
              <xsl:if test="directions != ''"><span class="aside"><xsl:text> </xsl:text><xsl:value-of select="directions"/></span></xsl:if></span>
            </li>
          </xsl:for-each>
        </ol>
      </xsl:if>
      <div class="beside">
        <table>
          <caption><xsl:value-of select="key('word', 'findings')"/></caption>
          <thead><tr><th scope="col"><xsl:value-of select="key('word', 'severity')"/></th><th scope="col" class="n"><xsl:value-of select="key('word', 'open')"/></th><th scope="col" class="n"><xsl:value-of select="key('word', 'accepted')"/></th><th scope="col" class="n"><xsl:value-of select="key('word', 'questions')"/></th></tr></thead>
          <tbody>
            <xsl:for-each select="by_severity/severity">
              <tr><th scope="row"><xsl:call-template name="severity"><xsl:with-param name="of" select="name"/></xsl:call-template></th><td class="n"><xsl:value-of select="open"/></td><td class="n"><xsl:value-of select="accepted"/></td><td class="n"><xsl:value-of select="unknown"/></td></tr>
            </xsl:for-each>
          </tbody>
        </table>
        <table>
          <caption><xsl:value-of select="key('word', 'flows')"/></caption>
          <thead><tr><th scope="col">Direction</th><th scope="col" class="n"><xsl:value-of select="key('word', 'flows')"/></th><th scope="col" class="n"><xsl:value-of select="key('word', 'up')"/></th><th scope="col" class="n"><xsl:value-of select="key('word', 'down')"/></th></tr></thead>
          <tbody>
            <xsl:for-each select="estate/directions/direction">
              <tr><th scope="row"><xsl:call-template name="direction"/></th><td class="n"><xsl:value-of select="flows"/></td><td class="n"><xsl:value-of select="up"/></td><td class="n"><xsl:value-of select="flows - up"/></td></tr>
            </xsl:for-each>
          </tbody>
        </table>
        <table>
          <caption>Estate</caption>
          <tbody>
            <xsl:for-each select="estate/*[self::sites or self::circuits or self::ports or self::gateways or self::connections or self::hubs or self::vnets][. != 0]">
              <tr><th scope="row"><xsl:value-of select="key('word', name())"/></th><td class="n"><xsl:value-of select="."/></td></tr>
            </xsl:for-each>
          </tbody>
        </table>
      </div>
      <xsl:if test="resiliency_index/*">
        <h3><xsl:value-of select="key('word', 'resiliency-index')"/></h3>
        <div class="scroll" tabindex="0" role="region" aria-label="{key('word', 'resiliency-index')}">
          <table class="wide">
            <thead><tr><th scope="col"><xsl:value-of select="key('word', 'gateway')"/></th><th scope="col" class="n"><xsl:value-of select="key('word', 'score')"/></th><th scope="col">What it rests on</th><th scope="col"><xsl:value-of select="key('word', 'gain')"/></th></tr></thead>
            <tbody>
              <xsl:for-each select="resiliency_index/index">
                <tr>
                  <th scope="row"><xsl:value-of select="gateway"/></th>
                  <td class="n"><xsl:call-template name="range"/><xsl:if test="captured != ''"><span class="aside"> captured: <xsl:value-of select="captured"/></span></xsl:if></td>
                  <td><details><summary>five terms</summary><ul><xsl:for-each select="items/item"><li><xsl:value-of select="key('word', name)"/>: <xsl:call-template name="range"/>; <xsl:value-of select="because"/></li></xsl:for-each></ul></details></td>
                  <td><xsl:for-each select="gains/gain"><xsl:if test="position() > 1">; </xsl:if><xsl:value-of select="fix"/> (<xsl:call-template name="range"/>)</xsl:for-each></td>
                </tr>
              </xsl:for-each>
            </tbody>
          </table>
        </div>
      </xsl:if>
    </section>
  </xsl:template>

  <xsl:template name="range">
    <xsl:value-of select="format-number(low, '0.#')"/>
    <xsl:if test="low != high">–<xsl:value-of select="format-number(high, '0.#')"/></xsl:if>
  </xsl:template>

  <xsl:template name="severity">
    <xsl:param name="of" select="severity"/>
    <span class="severity {$of}"><xsl:value-of select="key('word', $of)"/></span>
  </xsl:template>

  <xsl:template name="direction">
    <xsl:choose>
      <xsl:when test="name = 'onprem-to-azure'"><xsl:value-of select="key('word', 'towards-azure')"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="key('word', 'from-azure')"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- ==== pictures and failures ==== -->

  <xsl:template name="pictures">
    <section id="picture" aria-labelledby="picture-title">
      <xsl:call-template name="heading"><xsl:with-param name="id" select="'picture'"/><xsl:with-param name="word" select="'pictures'"/></xsl:call-template>
      <div id="failure" hidden="hidden"/>
      <xsl:for-each select="pictures/picture[id = 'overview']">
        <xsl:call-template name="picture"/>
      </xsl:for-each>
      <div id="answer" hidden="hidden"/>
    </section>
  </xsl:template>

  <xsl:template name="picture">
    <figure>
      <div class="sheet" tabindex="0" role="region" aria-label="{title}">
        <xsl:processing-instruction name="erscope-picture"><xsl:value-of select="id"/></xsl:processing-instruction>
      </div>
    </figure>
  </xsl:template>

  <!-- ==== findings ==== -->

  <xsl:template name="findings">
    <section id="findings" aria-labelledby="findings-title">
      <xsl:call-template name="heading"><xsl:with-param name="id" select="'findings'"/></xsl:call-template>
      <div id="finding-tools" hidden="hidden"/>
      <xsl:call-template name="finding-table"><xsl:with-param name="list" select="findings/finding"/><xsl:with-param name="word" select="'open'"/></xsl:call-template>
      <xsl:call-template name="finding-table"><xsl:with-param name="list" select="accepted_findings/finding"/><xsl:with-param name="word" select="'accepted'"/></xsl:call-template>
      <xsl:call-template name="finding-table"><xsl:with-param name="list" select="deletions/*"/><xsl:with-param name="word" select="'deletions'"/></xsl:call-template>
      <xsl:call-template name="finding-table"><xsl:with-param name="list" select="questions/* | minor_questions/*"/><xsl:with-param name="word" select="'questions'"/></xsl:call-template>
      <xsl:variable name="all" select="findings/finding | accepted_findings/finding | deletions/finding | questions/finding | minor_questions/finding"/>
      <xsl:if test="$all">
        <details id="rules"><summary><h3>Rules behind these findings</h3></summary>
          <div class="scroll">
            <table class="wide">
              <thead><tr><th scope="col"><xsl:value-of select="key('word', 'rule')"/></th><th scope="col">Title</th><th scope="col"><xsl:value-of select="key('word', 'fix')"/></th><th scope="col"><xsl:value-of select="key('word', 'source')"/></th></tr></thead>
              <tbody>
                <xsl:for-each select="$all[generate-id() = generate-id(key('rule', rule)[1])]">
                  <xsl:sort select="rule"/>
                  <tr id="r-{rule}"><th scope="row"><code><xsl:value-of select="rule"/></code></th><td><xsl:value-of select="title"/></td><td><xsl:value-of select="key('rule', rule)[fix != ''][1]/fix"/></td><td><a rel="noreferrer" href="{url}"><xsl:value-of select="substring-before(concat(substring-after(url, '://'), '/'), '/')"/></a></td></tr>
                </xsl:for-each>
              </tbody>
            </table>
          </div>
        </details>
      </xsl:if>
      <xsl:if test="not(findings/* | accepted_findings/* | deletions/* | questions/* | minor_questions/*)"><p><xsl:value-of select="key('word', 'none')"/></p></xsl:if>
    </section>
  </xsl:template>

  <xsl:template name="finding-table">
    <xsl:param name="list"/>
    <xsl:param name="word"/>
    <xsl:if test="$list">
      <div class="scroll">
        <table class="wide findings">
          <caption><xsl:value-of select="key('word', $word)"/><xsl:text> </xsl:text><span class="count"><xsl:value-of select="count($list)"/></span></caption>
          <thead><tr><th scope="col" class="c-severity"><xsl:value-of select="key('word', 'severity')"/></th><th scope="col"><xsl:value-of select="key('word', 'finding')"/></th><th scope="col" class="c-subject"><xsl:value-of select="key('word', 'subjects')"/></th><th scope="col" class="c-rule"><xsl:value-of select="key('word', 'rule')"/></th></tr></thead>
          <tbody><xsl:apply-templates select="$list" mode="row"/></tbody>
        </table>
      </div>
    </xsl:if>
  </xsl:template>

  <xsl:template match="*" mode="row">
    <tr id="f-{fingerprint}">
      <td><xsl:call-template name="severity"/></td>
      <td><xsl:choose><xsl:when test="parent::deletions"><xsl:value-of select="headline"/></xsl:when><xsl:otherwise><details><summary><xsl:value-of select="headline"/></summary><dl class="body"><xsl:call-template name="finding-body"/></dl></details></xsl:otherwise></xsl:choose></td>
      <td><xsl:for-each select="subjects/subject[position() &lt;= 3]"><xsl:if test="position() > 1">, </xsl:if><xsl:value-of select="."/></xsl:for-each><xsl:if test="count(subjects/subject) > 3"> and <xsl:value-of select="count(subjects/subject) - 3"/> more</xsl:if></td>
      <td><a href="#r-{rule}"><xsl:value-of select="rule"/></a></td>
    </tr>
  </xsl:template>

  <xsl:template name="finding-body">
    <xsl:variable name="most" select="2 + 6 * number(result = 'fail')"/>
      <xsl:call-template name="term"><xsl:with-param name="name" select="key('word', 'hits')"/><xsl:with-param name="value" select="hits"/></xsl:call-template>
      <xsl:if test="because/*">
        <div><dt><xsl:value-of select="key('word', 'because')"/></dt>
          <xsl:for-each select="because/*[position() &lt;= $most]"><dd><xsl:value-of select="."/></dd></xsl:for-each>
          <xsl:if test="count(because/*) > $most"><dd class="aside">and <xsl:value-of select="count(because/*) - $most"/> more</dd></xsl:if>
        </div>
      </xsl:if>
      <xsl:call-template name="term"><xsl:with-param name="name" select="key('word', 'missing')"/><xsl:with-param name="value" select="missing"/></xsl:call-template>
      <xsl:if test="fix != ''"><div><dt><xsl:value-of select="key('word', 'fix')"/></dt><dd><xsl:value-of select="fix"/></dd></div></xsl:if>
      <xsl:if test="was != ''"><div><dt><xsl:value-of select="key('word', 'was')"/></dt><dd><xsl:value-of select="was"/>: <xsl:value-of select="modified_because"/></dd></div></xsl:if>
      <xsl:if test="acceptance/until != ''"><div><dt><xsl:value-of select="key('word', 'accepted-until')"/></dt><dd><xsl:value-of select="acceptance/until"/>, <xsl:value-of select="acceptance/by"/>. <xsl:value-of select="acceptance/reason"/><xsl:if test="state = 'expired'"> (<xsl:value-of select="key('word', 'expired')"/>)</xsl:if></dd></div></xsl:if>
      <xsl:if test="also_decides/*"><div><dt><xsl:value-of select="key('word', 'also-decides')"/></dt><dd><xsl:for-each select="also_decides/*"><xsl:if test="position() > 1">, </xsl:if><xsl:value-of select="."/></xsl:for-each></dd></div></xsl:if>
      <xsl:if test="parts/*"><div><dt><xsl:value-of select="key('word', 'parts')"/></dt><xsl:for-each select="parts/*"><dd id="f-{fingerprint}"><xsl:call-template name="severity"/><xsl:text> </xsl:text><xsl:value-of select="headline"/><xsl:text> </xsl:text><xsl:value-of select="rule"/></dd></xsl:for-each></div></xsl:if>
  </xsl:template>

  <!-- ==== flows ==== -->

  <xsl:template name="flows">
    <section id="flows" aria-labelledby="flows-title">
      <xsl:call-template name="heading"><xsl:with-param name="id" select="'flows'"/></xsl:call-template>
      <p class="lead">Flows that run alike stand in one row. Each direction is worked out for itself.</p>
      <div class="scroll" tabindex="0" role="region" aria-label="{key('word', 'flows')}">
        <table class="wide flows">
          <thead><tr><th scope="col"><xsl:value-of select="key('word', 'from')"/> → <xsl:value-of select="key('word', 'to')"/></th><th scope="col">Carries now</th><th scope="col"><xsl:value-of select="key('word', 'fails-with')"/></th><th scope="col" class="now">After the failure</th></tr></thead>
          <xsl:apply-templates select="flows/flow[served = 'true']"/>
        </table>
      </div>
      <xsl:if test="flows/flow[served = 'false']">
        <details><summary><xsl:value-of select="key('word', 'unserved')"/><xsl:text> </xsl:text><span class="count"><xsl:value-of select="count(flows/flow[served = 'false']/vnets/vnet)"/></span></summary>
          <p><xsl:for-each select="flows/flow[served = 'false']/vnets/vnet"><xsl:if test="position() > 1">, </xsl:if><xsl:value-of select="."/></xsl:for-each></p>
        </details>
      </xsl:if>
      <xsl:if test="results/services/*">
        <h3><xsl:value-of select="key('word', 'services')"/></h3>
        <ul><xsl:for-each select="results/services/service"><li><xsl:value-of select="name"/>: <xsl:value-of select="count(members/member)"/> VNets; <xsl:for-each select="directions/direction"><xsl:if test="position() > 1">; </xsl:if><xsl:value-of select="direction"/>: <xsl:choose><xsl:when test="up = 'true'"><xsl:value-of select="key('word', 'up')"/></xsl:when><xsl:otherwise><xsl:value-of select="key('word', 'down')"/></xsl:otherwise></xsl:choose></xsl:for-each></li></xsl:for-each></ul>
      </xsl:if>
    </section>
  </xsl:template>

  <xsl:template match="flows/flow">
    <tbody>
      <xsl:for-each select="directions/direction">
        <tr data-class="{class}">
          <th scope="row"><xsl:value-of select="from"/> → <xsl:value-of select="to"/><xsl:if test="../../destination != ''"><xsl:text> </xsl:text><span class="aside"><xsl:value-of select="../../destination"/></span></xsl:if><xsl:if test="flows > 1"><xsl:text> </xsl:text><span class="aside">and <xsl:value-of select="flows - 1"/> more</span></xsl:if></th>
          <td>
            <xsl:choose>
              <xsl:when test="up = 'false'"><strong class="bad"><xsl:value-of select="key('word', 'down')"/></strong>: <xsl:for-each select="why/*"><xsl:if test="position() > 1">; </xsl:if><xsl:value-of select="."/></xsl:for-each></xsl:when>
              <xsl:otherwise><xsl:for-each select="paths/path[preference = 0]"><xsl:if test="position() > 1">; </xsl:if><xsl:value-of select="name"/></xsl:for-each><span class="aside"> <xsl:value-of select="way"/></span></xsl:otherwise>
            </xsl:choose>
          </td>
          <td><xsl:if test="up = 'true'"><xsl:call-template name="weakness"/></xsl:if></td>
          <td class="now"/>
        </tr>
      </xsl:for-each>
      <tr class="more"><td colspan="4"><details><summary>Hop by hop<xsl:if test="count(vnets/vnet) > 1">, and which VNets</xsl:if></summary><div class="body">
        <xsl:if test="count(vnets/vnet) > 1"><p><strong><xsl:value-of select="key('word', 'vnets')"/>:</strong><xsl:text> </xsl:text><xsl:for-each select="vnets/vnet"><xsl:if test="position() > 1">, </xsl:if><xsl:value-of select="."/></xsl:for-each></p></xsl:if>
        <xsl:apply-templates select="directions/direction" mode="hops"/>
      </div></details></td></tr>
    </tbody>
  </xsl:template>

  <xsl:template name="weakness">
    <xsl:choose>
      <xsl:when test="fails_with/*"><xsl:for-each select="fails_with/*"><xsl:if test="position() > 1">, </xsl:if><xsl:value-of select="name"/></xsl:for-each></xsl:when>
      <xsl:otherwise><xsl:value-of select="key('word', 'no-single')"/></xsl:otherwise>
    </xsl:choose>
    <xsl:if test="asymmetry/*"><span class="aside"> <xsl:for-each select="asymmetry/*"><xsl:value-of select="."/><xsl:text> </xsl:text></xsl:for-each></span></xsl:if>
  </xsl:template>

  <xsl:template match="direction" mode="hops">
    <h4><xsl:call-template name="direction"/></h4>
    <xsl:for-each select="paths/path">
      <p class="path"><strong><xsl:value-of select="name"/></strong><xsl:text> </xsl:text><span class="aside"><xsl:value-of select="use"/><xsl:if test="capacity_mbps != ''">; <xsl:value-of select="capacity_mbps"/> Mbps<xsl:if test="bottleneck != ''">, <xsl:value-of select="key('word', 'bound-by')"/><xsl:text> </xsl:text><xsl:value-of select="bottleneck"/></xsl:if></xsl:if></span></p>
      <ol class="hops"><xsl:for-each select="hops/hop"><li><xsl:value-of select="words"/></li></xsl:for-each></ol>
    </xsl:for-each>
    <xsl:if test="needs_also != ''"><p class="aside"><xsl:value-of select="key('word', 'needs')"/>: <xsl:value-of select="needs_also"/></p></xsl:if>
    <xsl:if test="redundancy != ''"><p class="aside"><xsl:value-of select="redundancy"/></p></xsl:if>
    <xsl:for-each select="left_out/*"><p class="aside"><xsl:value-of select="key('word', 'left-out')"/>: <xsl:value-of select="name"/>: <xsl:value-of select="reason"/></p></xsl:for-each>
    <xsl:if test="complete = 'false'"><p class="aside"><xsl:value-of select="key('word', 'truncated')"/></p></xsl:if>
  </xsl:template>

  <!-- ==== scenarios ==== -->

  <xsl:template name="scenarios">
    <section id="scenarios" aria-labelledby="scenarios-title">
      <xsl:call-template name="heading"><xsl:with-param name="id" select="'scenarios'"/></xsl:call-template>
      <div class="scroll" tabindex="0" role="region" aria-label="{key('word', 'scenarios')}">
        <table class="wide scenarios">
          <thead><tr><th scope="col"><xsl:value-of select="key('word', 'target')"/></th><th scope="col" class="n"><xsl:value-of select="key('word', 'flows-down')"/></th><th scope="col"><xsl:value-of select="key('word', 'outcome')"/></th></tr></thead>
          <xsl:for-each select="scenarios/scenario[not(preceding-sibling::scenario[1]/id = id)]">
            <tbody>
              <tr><th scope="rowgroup" colspan="3"><code><xsl:value-of select="id"/></code><xsl:text> </xsl:text><xsl:value-of select="title"/></th></tr>
              <xsl:apply-templates select="key('scenario', id)"/>
            </tbody>
          </xsl:for-each>
        </table>
      </div>
    </section>
  </xsl:template>

  <xsl:template match="scenarios/scenario">
    <xsl:variable name="most" select="2 + 2 * number(flows_down > 0 or flows_losing > 0)"/>
    <tr>
      <td><xsl:value-of select="what"/></td>
      <td class="n"><xsl:if test="flows_down > 0"><xsl:attribute name="class">n bad</xsl:attribute></xsl:if><xsl:value-of select="flows_down"/></td>
      <td><details><summary><xsl:choose><xsl:when test="flows_losing > 0"><xsl:value-of select="flows_losing"/><xsl:text> </xsl:text><xsl:value-of select="key('word', 'flows-losing')"/></xsl:when><xsl:when test="flows_down = 0"><xsl:value-of select="key('word', 'all-up')"/></xsl:when><xsl:otherwise>what goes down</xsl:otherwise></xsl:choose></summary><xsl:for-each select="outcomes/*[position() &lt;= $most]"><xsl:if test="position() > 1"><br/></xsl:if><xsl:value-of select="."/></xsl:for-each><xsl:if test="count(outcomes/*) > $most"><br/>and <xsl:value-of select="count(outcomes/*) - $most"/> more</xsl:if></details></td>
    </tr>
  </xsl:template>

  <!-- ==== inventory ==== -->

  <xsl:template match="inventory">
    <section id="inventory" aria-labelledby="inventory-title">
      <xsl:call-template name="heading"><xsl:with-param name="id" select="'inventory'"/></xsl:call-template>
      <xsl:apply-templates select="*[*]" mode="list"/>
    </section>
  </xsl:template>

  <xsl:template match="inventory/*" mode="list">
    <details>
      <xsl:if test="count(*) &lt;= 6"><xsl:attribute name="open">open</xsl:attribute></xsl:if>
      <summary><h3><xsl:value-of select="key('word', name())"/></h3><xsl:text> </xsl:text><span class="count"><xsl:value-of select="count(*)"/></span></summary>
      <div class="scroll" tabindex="0" role="region" aria-label="{key('word', name())}">
        <table class="wide">
          <thead><tr><th scope="col"><xsl:value-of select="key('word', 'name')"/></th><xsl:apply-templates select="*[1]/*" mode="head"/></tr></thead>
          <tbody><xsl:apply-templates select="*" mode="item"/></tbody>
        </table>
      </div>
    </details>
  </xsl:template>

  <xsl:template match="*" mode="item">
    <tr><th scope="row"><xsl:value-of select="name"/><xsl:if test="external = 'true'"><xsl:text> </xsl:text><span class="aside"><xsl:value-of select="key('word', 'external')"/></span></xsl:if></th><xsl:apply-templates select="*" mode="cell"/></tr>
  </xsl:template>

  <xsl:template match="id | name | reason | external | instances_known | location[../region]" mode="head"/>
  <xsl:template match="id | name | reason | external | instances_known | location[../region]" mode="cell"/>
  <xsl:template match="*" mode="head">
    <xsl:variable name="word"><xsl:choose><xsl:when test="name() = 'peering_location'">location</xsl:when><xsl:when test="name() = 'bandwidth_mbps'">bandwidth</xsl:when><xsl:when test="name() = 'address_space'">prefixes</xsl:when><xsl:otherwise><xsl:value-of select="translate(name(), '_', '-')"/></xsl:otherwise></xsl:choose></xsl:variable>
    <th scope="col"><xsl:if test="contains(name(), '_mbps')"><xsl:attribute name="class">n</xsl:attribute></xsl:if><xsl:choose><xsl:when test="key('word', $word)"><xsl:value-of select="key('word', $word)"/></xsl:when><xsl:otherwise><xsl:value-of select="translate(name(), '_', ' ')"/></xsl:otherwise></xsl:choose><xsl:if test="contains(name(), '_mbps')"> Mbps</xsl:if></th>
  </xsl:template>
  <xsl:template match="*" mode="cell"><td><xsl:if test="contains(name(), '_mbps')"><xsl:attribute name="class">n</xsl:attribute></xsl:if><xsl:choose><xsl:when test="*"><xsl:for-each select="*"><xsl:if test="position() > 1">, </xsl:if><xsl:value-of select="."/></xsl:for-each></xsl:when><xsl:when test=". = 'true'"><xsl:value-of select="key('word', 'yes')"/></xsl:when><xsl:when test=". = 'false'"><xsl:value-of select="key('word', 'no')"/></xsl:when><xsl:otherwise><xsl:value-of select="."/></xsl:otherwise></xsl:choose></td></xsl:template>
  <xsl:template match="state" mode="cell"><td><xsl:choose><xsl:when test=". = 'down'"><strong class="bad"><xsl:value-of select="key('word', 'down')"/></strong><xsl:if test="../reason != ''">: <xsl:value-of select="../reason"/></xsl:if></xsl:when><xsl:otherwise><xsl:value-of select="key('word', 'up')"/></xsl:otherwise></xsl:choose></td></xsl:template>

  <!-- ==== what it rests on ==== -->

  <xsl:template name="assumptions">
    <section id="assumptions" aria-labelledby="assumptions-title">
      <xsl:call-template name="heading"><xsl:with-param name="id" select="'assumptions'"/></xsl:call-template>
      <xsl:choose>
        <xsl:when test="results/assumptions/*">
          <p class="lead">No inventory holds these; they were taken as usual, and prove nothing. Each can be declared in a site description.</p>
          <dl class="assumptions"><xsl:for-each select="results/assumptions/*"><div><dt><xsl:value-of select="text"/></dt><dd><xsl:value-of select="key('word', 'declare')"/>: <xsl:value-of select="declare"/></dd></div></xsl:for-each></dl>
        </xsl:when>
        <xsl:otherwise><p><xsl:value-of select="key('word', 'none')"/></p></xsl:otherwise>
      </xsl:choose>
    </section>
  </xsl:template>

  <xsl:template name="ledger">
    <section id="ledger" aria-labelledby="ledger-title">
      <xsl:call-template name="heading"><xsl:with-param name="id" select="'ledger'"/></xsl:call-template>
      <div class="scroll" tabindex="0" role="region" aria-label="{key('word', 'inputs')}">
        <table class="wide">
          <caption><xsl:value-of select="key('word', 'inputs')"/></caption>
          <thead><tr><th scope="col"><xsl:value-of select="key('word', 'file')"/></th><th scope="col"><xsl:value-of select="key('word', 'format')"/></th><th scope="col" class="n"><xsl:value-of select="key('word', 'resources')"/></th><th scope="col"><xsl:value-of select="key('word', 'complete')"/></th><th scope="col">SHA-256</th></tr></thead>
          <tbody><xsl:for-each select="results/inputs/*"><tr><th scope="row"><xsl:value-of select="file"/></th><td><xsl:value-of select="format"/></td><td class="n"><xsl:value-of select="resources"/></td><td><xsl:choose><xsl:when test="complete = 'true'"><xsl:value-of select="key('word', 'yes')"/></xsl:when><xsl:otherwise><strong class="bad"><xsl:value-of select="key('word', 'no')"/></strong></xsl:otherwise></xsl:choose></td><td><code><xsl:value-of select="substring(sha256, 1, 16)"/></code></td></tr></xsl:for-each></tbody>
        </table>
      </div>
      <xsl:for-each select="results/ledger">
        <p><xsl:value-of select="resources"/> resources were read: <xsl:value-of select="modelled"/> are in the model, <xsl:value-of select="merged"/> were the same again.</p>
        <xsl:if test="ignored/*"><ul><xsl:for-each select="ignored/*"><li><xsl:value-of select="key('word', 'ignored')"/>: <xsl:value-of select="count"/> × <xsl:value-of select="type"/>: <xsl:value-of select="reason"/></li></xsl:for-each></ul></xsl:if>
        <xsl:if test="external/*"><details><summary><xsl:value-of select="key('word', 'referred')"/><xsl:text> </xsl:text><span class="count"><xsl:value-of select="count(external/*)"/></span></summary><ul><xsl:for-each select="external/*"><li><code><xsl:value-of select="."/></code></li></xsl:for-each></ul></details></xsl:if>
      </xsl:for-each>
      <p><xsl:value-of select="summary/checks/rules"/> rules were checked: <xsl:value-of select="summary/checks/fail"/> times failed, <xsl:value-of select="summary/checks/unknown"/> times not decided, <xsl:value-of select="summary/checks/pass"/> times passed, <xsl:value-of select="summary/checks/not_applicable"/> times not applicable.</p>
      <xsl:if test="results/diagnostics/*">
        <h3><xsl:value-of select="key('word', 'diagnostics')"/></h3>
        <ul><xsl:for-each select="results/diagnostics/*"><li><code><xsl:value-of select="code"/></code><xsl:text> </xsl:text><xsl:value-of select="severity"/>: <xsl:value-of select="text"/><xsl:text> </xsl:text><span class="aside"><xsl:value-of select="file"/><xsl:if test="line > 0">:<xsl:value-of select="line"/></xsl:if><xsl:text> </xsl:text><xsl:value-of select="pointer"/></span></li></xsl:for-each></ul>
      </xsl:if>
    </section>
  </xsl:template>
</xsl:stylesheet>
