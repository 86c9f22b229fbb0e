<?xml version="1.0" encoding="UTF-8"?>
<!--
  A worked example of a form of your own: a change request in HTML. Copy it, change it, give it as report's template:
    erscope report export.json - -template change-request - -param number=CHG0042 - -param target=er-london …   (two hyphens, no blank)
  A template is XSLT 1.0 over the report as XML (erscope schema report); <xsl:param> of the top level are the fields that - -param fills in.
  <?erscope-picture ID?> in what it makes is where erscope puts the picture of that id.
-->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:output method="html" encoding="UTF-8" doctype-system="about:legacy-compat" indent="no"/>
  <xsl:key name="word" match="/report/words/word" use="@id"/>

  <xsl:param name="number"/>
  <xsl:param name="what"/>
  <xsl:param name="why"/>
  <xsl:param name="window"/>
  <xsl:param name="requester" select="/report/frame/author"/>
  <xsl:param name="implementer"/>
  <xsl:param name="rollback"/>
  <!-- Name of a circuit, gateway, site …: findings, scenarios and flows are then those that name it. -->
  <xsl:param name="target"/>
  <!-- Id of a scenario, SC-01: what comes of it is told flow by flow; without it all that meet the target, as numbers. -->
  <xsl:param name="scenario"/>
  <!-- Id of a picture; without it, the first flow sheet that names the target, else the overview. -->
  <xsl:param name="picture"/>

  <xsl:variable name="flows" select="/report/flows/flow[served = 'true'][$target = '' or site = $target or vnets/vnet = $target or directions/direction/paths/path[hops/hop/name = $target or bottleneck = $target or contains(concat(name, ','), concat($target, ','))]]"/>
  <xsl:variable name="scenarios" select="/report/scenarios/scenario[$scenario = '' or id = $scenario][($target = '' and $scenario != '') or $target != '' and contains(concat(' ', translate(what, ',', ' '), ' '), concat(' ', $target, ' '))]"/>
  <xsl:variable name="findings" select="/report/findings/finding[$target = '' or subjects/subject = $target or contains(headline, $target)]"/>

  <xsl:template match="/report">
    <html lang="{frame/language}">
      <head>
        <title><xsl:value-of select="concat(key('word', 'change-request'), ' ', $number)"/></title>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <style>
          body { font: 15px/1.45 "Open Sans", sans-serif; color: #1a1a1a; background: #fff; max-width: 60em; margin: 2em auto; padding: 0 1em; overflow-wrap: break-word }
          table { border-collapse: collapse; width: 100%; margin: .5em 0 1.5em } th, td { border: 1px solid #8a8a8a; padding: .4em .6em; text-align: left; vertical-align: top; unicode-bidi: isolate }
          td { overflow-wrap: anywhere } th { background: #f0f0f0; width: 12em } thead th { width: auto } .short { white-space: nowrap } h1 { font-size: 1.6em } h2 { font-size: 1.2em; margin-top: 1.6em }
          .fill { color: #8a3b00 } .mark { font-weight: 600 } svg { max-width: 100%; height: auto } img.logo { max-height: 3em; float: right }
          .sign td { height: 2.4em } @media print { body { margin: 0; max-width: none } h2 { break-after: avoid } tr, svg { break-inside: avoid } }
        </style>
      </head>
      <body>
        <xsl:if test="frame/logo != ''"><img class="logo" alt="" src="{frame/logo}"/></xsl:if>
        <h1><xsl:value-of select="concat(key('word', 'change-request'), ' ', $number)"/></h1>
        <xsl:if test="frame/confidentiality != ''"><p class="mark"><xsl:value-of select="frame/confidentiality"/></p></xsl:if>
        <table>
          <xsl:call-template name="field"><xsl:with-param name="word" select="'change-what'"/><xsl:with-param name="value" select="$what"/></xsl:call-template>
          <xsl:if test="$target != ''"><xsl:call-template name="field"><xsl:with-param name="word" select="'concerns'"/><xsl:with-param name="value" select="$target"/></xsl:call-template></xsl:if>
          <xsl:call-template name="field"><xsl:with-param name="word" select="'change-why'"/><xsl:with-param name="value" select="$why"/></xsl:call-template>
          <xsl:call-template name="field"><xsl:with-param name="word" select="'change-window'"/><xsl:with-param name="value" select="$window"/></xsl:call-template>
          <xsl:call-template name="field"><xsl:with-param name="word" select="'requester'"/><xsl:with-param name="value" select="$requester"/></xsl:call-template>
          <xsl:call-template name="field"><xsl:with-param name="word" select="'implementer'"/><xsl:with-param name="value" select="$implementer"/></xsl:call-template>
          <xsl:call-template name="field"><xsl:with-param name="word" select="'before-change'"/><xsl:with-param name="value" select="concat(frame/title, ', ', frame/as_of, ', ', substring(frame/content, 1, 12), ', erscope ', frame/tool)"/></xsl:call-template>
        </table>

        <h2><xsl:value-of select="key('word', 'risk')"/></h2>
        <p><span class="mark"><xsl:value-of select="key('word', 'verdict')"/>: </span><xsl:value-of select="summary/verdict"/></p>
        <xsl:if test="summary/complete = 'false'"><p class="mark"><xsl:value-of select="key('word', 'incomplete')"/></p></xsl:if>
        <xsl:if test="$scenarios">
          <table>
            <thead><tr><th><xsl:value-of select="key('word', 'scenario')"/></th><th><xsl:value-of select="key('word', 'target')"/></th><th><xsl:value-of select="key('word', 'outcome')"/></th></tr></thead>
            <tbody><xsl:for-each select="$scenarios">
              <tr><td><xsl:value-of select="concat(id, ' ', title)"/></td><td><xsl:value-of select="what"/></td>
                <td>
                  <xsl:if test="flows_down + flows_losing = 0"><xsl:value-of select="key('word', 'all-up')"/></xsl:if>
                  <xsl:if test="flows_down &gt; 0"><div class="mark"><xsl:value-of select="concat(flows_down, ' ', key('word', 'flows-down'))"/></div></xsl:if>
                  <xsl:if test="flows_losing &gt; 0"><div><xsl:value-of select="concat(flows_losing, ' ', key('word', 'flows-losing'))"/></div></xsl:if>
                  <xsl:if test="id = $scenario"><ul><xsl:for-each select="outcomes/outcome"><li><xsl:value-of select="."/></li></xsl:for-each></ul></xsl:if>
                </td></tr>
            </xsl:for-each></tbody>
          </table>
        </xsl:if>
        <xsl:if test="$findings">
          <table>
            <thead><tr><th><xsl:value-of select="key('word', 'severity')"/></th><th><xsl:value-of select="key('word', 'finding')"/></th><th><xsl:value-of select="key('word', 'fix')"/></th></tr></thead>
            <tbody><xsl:for-each select="$findings[severity != 'info']">
              <tr><td class="short"><xsl:value-of select="key('word', severity)"/></td><td><xsl:value-of select="concat(rule, ' ', headline)"/></td><td><xsl:value-of select="fix"/></td></tr>
            </xsl:for-each></tbody>
          </table>
        </xsl:if>

        <h2><xsl:value-of select="key('word', 'affected-flows')"/></h2>
        <table>
          <thead><tr><th><xsl:value-of select="key('word', 'flows')"/></th><th><xsl:value-of select="key('word', 'paths')"/></th><th><xsl:value-of select="key('word', 'fails-with')"/></th></tr></thead>
          <tbody>
            <xsl:for-each select="$flows/directions/direction">
              <tr>
                <td><xsl:value-of select="concat(from, ' → ', to)"/><xsl:if test="flows &gt; 1"><xsl:value-of select="concat(' (+', flows - 1, ')')"/></xsl:if></td>
                <td><xsl:if test="up = 'false'"><span class="mark"><xsl:value-of select="key('word', 'down')"/></span></xsl:if><xsl:for-each select="paths/path"><div><xsl:value-of select="concat(use, ' ', name)"/></div></xsl:for-each></td>
                <td><xsl:if test="up = 'true' and not(fails_with/part)"><xsl:value-of select="key('word', 'no-single')"/></xsl:if><xsl:for-each select="fails_with/part"><div><xsl:value-of select="name"/></div></xsl:for-each></td>
              </tr>
            </xsl:for-each>
            <xsl:if test="not($flows)"><tr><td colspan="3"><xsl:value-of select="key('word', 'none')"/></td></tr></xsl:if>
          </tbody>
        </table>

        <xsl:variable name="shown">
          <xsl:choose>
            <xsl:when test="pictures/picture[id = $picture]"><xsl:value-of select="$picture"/></xsl:when>
            <xsl:when test="$target != '' and pictures/picture[view = 'flow'][contains(concat(title, ' ', description), $target)]"><xsl:value-of select="pictures/picture[view = 'flow'][contains(concat(title, ' ', description), $target)][1]/id"/></xsl:when>
            <xsl:otherwise><xsl:value-of select="pictures/picture[1]/id"/></xsl:otherwise>
          </xsl:choose>
        </xsl:variable>
        <xsl:for-each select="pictures/picture[id = $shown]">
          <h2><xsl:value-of select="title"/></h2>
          <xsl:processing-instruction name="erscope-picture"><xsl:value-of select="id"/></xsl:processing-instruction>
        </xsl:for-each>

        <h2><xsl:value-of select="key('word', 'test-plan')"/></h2>
        <table>
          <thead><tr><th><xsl:value-of select="key('word', 'from')"/></th><th><xsl:value-of select="key('word', 'to')"/></th><th><xsl:value-of select="key('word', 'result')"/></th></tr></thead>
          <tbody><xsl:for-each select="$flows/directions/direction[up = 'true']"><tr><td><xsl:value-of select="from"/></td><td><xsl:value-of select="to"/></td><td> </td></tr></xsl:for-each></tbody>
        </table>

        <h2><xsl:value-of select="key('word', 'rollback')"/></h2>
        <p><xsl:call-template name="value"><xsl:with-param name="value" select="$rollback"/></xsl:call-template></p>

        <h2><xsl:value-of select="key('word', 'sign-off')"/></h2>
        <table class="sign">
          <thead><tr><th><xsl:value-of select="key('word', 'role')"/></th><th><xsl:value-of select="key('word', 'name')"/></th><th><xsl:value-of select="key('word', 'decision')"/></th><th><xsl:value-of select="key('word', 'date')"/></th><th><xsl:value-of select="key('word', 'signature')"/></th></tr></thead>
          <tbody>
            <tr><td><xsl:value-of select="key('word', 'requester')"/></td><td><xsl:value-of select="$requester"/></td><td> </td><td> </td><td> </td></tr>
            <tr><td><xsl:value-of select="key('word', 'implementer')"/></td><td><xsl:value-of select="$implementer"/></td><td> </td><td> </td><td> </td></tr>
            <tr><td> </td><td> </td><td> </td><td> </td><td> </td></tr>
          </tbody>
        </table>
      </body>
    </html>
  </xsl:template>

  <xsl:template name="field">
    <xsl:param name="word"/>
    <xsl:param name="value"/>
    <tr><th scope="row"><xsl:value-of select="key('word', $word)"/></th><td><xsl:call-template name="value"><xsl:with-param name="value" select="$value"/></xsl:call-template></td></tr>
  </xsl:template>
  <xsl:template name="value">
    <xsl:param name="value"/>
    <xsl:choose>
      <xsl:when test="string($value) = ''"><span class="fill"><xsl:value-of select="concat('(', key('word', 'to-fill-in'), ')')"/></span></xsl:when>
      <xsl:otherwise><xsl:value-of select="$value"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>
</xsl:stylesheet>
