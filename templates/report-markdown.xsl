<?xml version="1.0" encoding="UTF-8"?>
<!--
  The report as Markdown (GitHub's dialect: tables, pipes within them escaped), pictures beside it.
  What comes from the report passes mode="md", which takes every character of markup its meaning; no line begins with it.
-->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:output method="text" encoding="UTF-8" media-type="text/markdown"/>
  <xsl:strip-space elements="*"/>
  <xsl:key name="word" match="/report/words/word" use="@id"/>
  <xsl:variable name="special">\`*_[]&lt;&gt;|~&amp;$</xsl:variable>
  <xsl:variable name="nl" select="'&#10;'"/>

  <!-- Halves, not character by character: recursion has a bound, names do not. -->
  <xsl:template name="md">
    <xsl:param name="text"/>
    <xsl:variable name="n" select="string-length($text)"/>
    <xsl:choose>
      <xsl:when test="$n = string-length(translate($text, $special, ''))"><xsl:value-of select="$text"/></xsl:when>
      <xsl:when test="$text = '&lt;'">&amp;lt;</xsl:when>
      <xsl:when test="$text = '&gt;'">&amp;gt;</xsl:when>
      <xsl:when test="$text = '&amp;'">&amp;amp;</xsl:when>
      <xsl:when test="$n = 1"><xsl:value-of select="concat('\', $text)"/></xsl:when>
      <xsl:otherwise>
        <xsl:call-template name="md"><xsl:with-param name="text" select="substring($text, 1, floor($n div 2))"/></xsl:call-template>
        <xsl:call-template name="md"><xsl:with-param name="text" select="substring($text, floor($n div 2) + 1)"/></xsl:call-template>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>
  <xsl:template match="*" mode="md">
    <xsl:call-template name="md"><xsl:with-param name="text" select="normalize-space(.)"/></xsl:call-template>
  </xsl:template>

  <!-- "- **Label:** text", when there is text. -->
  <xsl:template name="item">
    <xsl:param name="word"/>
    <xsl:param name="of" select="/.."/>
    <xsl:param name="indent" select="''"/>
    <xsl:for-each select="$of[normalize-space(.) != '']">
      <xsl:choose>
        <xsl:when test="position() = 1"><xsl:value-of select="concat($indent, '- **', key('word', $word), ':** ')"/></xsl:when>
        <xsl:otherwise><xsl:text>; </xsl:text></xsl:otherwise>
      </xsl:choose>
      <xsl:apply-templates select="." mode="md"/>
      <xsl:if test="position() = last()"><xsl:value-of select="$nl"/></xsl:if>
    </xsl:for-each>
  </xsl:template>

  <xsl:template name="heading">
    <xsl:param name="word"/>
    <xsl:value-of select="concat($nl, '## ', key('word', $word), $nl, $nl)"/>
  </xsl:template>

  <!-- Words separated by blanks become the head of a table. -->
  <xsl:template name="head">
    <xsl:param name="words"/>
    <xsl:param name="row" select="'|'"/>
    <xsl:param name="rule" select="'|'"/>
    <xsl:choose>
      <xsl:when test="$words = ''"><xsl:value-of select="concat($row, $nl, $rule, $nl)"/></xsl:when>
      <xsl:otherwise>
        <xsl:call-template name="head">
          <xsl:with-param name="words" select="substring-after($words, ' ')"/>
          <xsl:with-param name="row" select="concat($row, ' ', key('word', substring-before($words, ' ')), ' |')"/>
          <xsl:with-param name="rule" select="concat($rule, ' --- |')"/>
        </xsl:call-template>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>
  <xsl:template match="*" mode="cell"><xsl:text> </xsl:text><xsl:apply-templates select="." mode="md"/><xsl:text> |</xsl:text></xsl:template>
  <xsl:template name="cell"><xsl:param name="of" select="/.."/><xsl:param name="unit"/>
    <xsl:text> </xsl:text>
    <xsl:choose>
      <xsl:when test="normalize-space($of) = ''">–</xsl:when>
      <xsl:when test="$of = 'true'"><xsl:value-of select="key('word', 'yes')"/></xsl:when>
      <xsl:when test="$of = 'false'"><xsl:value-of select="key('word', 'no')"/></xsl:when>
      <xsl:otherwise><xsl:apply-templates select="$of" mode="md"/><xsl:value-of select="$unit"/></xsl:otherwise>
    </xsl:choose>
    <xsl:text> |</xsl:text>
  </xsl:template>

  <xsl:template match="/report">
    <xsl:text># </xsl:text><xsl:apply-templates select="frame/title" mode="md"/><xsl:value-of select="concat($nl, $nl)"/>
    <xsl:if test="frame/confidentiality != ''"><xsl:text>**</xsl:text><xsl:apply-templates select="frame/confidentiality" mode="md"/><xsl:value-of select="concat('**', $nl, $nl)"/></xsl:if>
    <xsl:call-template name="item"><xsl:with-param name="word" select="'author'"/><xsl:with-param name="of" select="frame/author"/></xsl:call-template>
    <xsl:call-template name="item"><xsl:with-param name="word" select="'version'"/><xsl:with-param name="of" select="frame/version"/></xsl:call-template>
    <xsl:call-template name="item"><xsl:with-param name="word" select="'date'"/><xsl:with-param name="of" select="frame/as_of"/></xsl:call-template>
    <xsl:value-of select="concat('- **', key('word', 'made-by'), ':** erscope ', frame/tool, $nl, '- **', key('word', 'inventory-hash'), ':** `', substring(frame/content, 1, 12), '`', $nl)"/>
    <xsl:apply-templates select="summary"/>
    <xsl:apply-templates select="pictures[*]"/>
    <xsl:if test="findings/*"><xsl:call-template name="heading"><xsl:with-param name="word" select="'findings'"/></xsl:call-template><xsl:apply-templates select="findings/finding"/></xsl:if>
    <xsl:if test="accepted_findings/*"><xsl:call-template name="heading"><xsl:with-param name="word" select="'accepted'"/></xsl:call-template><xsl:apply-templates select="accepted_findings/finding"/></xsl:if>
    <xsl:if test="deletions/*">
      <xsl:call-template name="heading"><xsl:with-param name="word" select="'deletions'"/></xsl:call-template>
      <xsl:for-each select="deletions/finding"><xsl:value-of select="concat('- ', rule, ' ')"/><xsl:apply-templates select="headline" mode="md"/><xsl:value-of select="$nl"/></xsl:for-each>
    </xsl:if>
    <xsl:if test="questions/* or minor_questions/*">
      <xsl:call-template name="heading"><xsl:with-param name="word" select="'questions'"/></xsl:call-template>
      <xsl:for-each select="questions/finding | minor_questions/finding">
        <xsl:value-of select="concat('- ', rule, ' (', key('word', severity), ') ')"/><xsl:apply-templates select="headline" mode="md"/><xsl:value-of select="$nl"/>
        <xsl:call-template name="item"><xsl:with-param name="word" select="'missing'"/><xsl:with-param name="of" select="missing"/><xsl:with-param name="indent" select="'  '"/></xsl:call-template>
        <xsl:call-template name="item"><xsl:with-param name="word" select="'also-decides'"/><xsl:with-param name="of" select="also_decides/rule"/><xsl:with-param name="indent" select="'  '"/></xsl:call-template>
      </xsl:for-each>
    </xsl:if>
    <xsl:apply-templates select="flows[*]"/>
    <xsl:apply-templates select="inventory"/>
    <xsl:apply-templates select="scenarios[*]"/>
    <xsl:apply-templates select="results" mode="foot"/>
  </xsl:template>

  <xsl:template match="summary">
    <xsl:call-template name="heading"><xsl:with-param name="word" select="'summary'"/></xsl:call-template>
    <xsl:value-of select="concat('**', key('word', 'verdict'), ':** ')"/><xsl:apply-templates select="verdict" mode="md"/><xsl:value-of select="concat($nl, $nl)"/>
    <xsl:if test="complete = 'false'"><xsl:value-of select="concat('**', key('word', 'incomplete'), '**', $nl, $nl)"/></xsl:if>
    <xsl:call-template name="head"><xsl:with-param name="words" select="'severity open accepted questions '"/></xsl:call-template>
    <xsl:for-each select="by_severity/severity"><xsl:value-of select="concat('| ', key('word', name), ' | ', open, ' | ', accepted, ' | ', unknown, ' |', $nl)"/></xsl:for-each>
    <xsl:value-of select="$nl"/>
    <xsl:call-template name="head"><xsl:with-param name="words" select="'sites circuits gateways connections vnets flows up '"/></xsl:call-template>
    <xsl:for-each select="estate"><xsl:value-of select="concat('| ', sites, ' | ', circuits, ' | ', gateways, ' | ', connections, ' | ', vnets, ' | ', flows, ' | ', flows_up, ' |', $nl)"/></xsl:for-each>
    <xsl:if test="worst/*">
      <xsl:value-of select="concat($nl, '**', key('word', 'worst'), '**', $nl, $nl)"/>
      <xsl:for-each select="worst/finding">
        <xsl:value-of select="concat('- **', key('word', severity), '** ', rule, ' ')"/><xsl:apply-templates select="headline" mode="md"/>
        <xsl:if test="directions != ''"><xsl:text> (</xsl:text><xsl:apply-templates select="directions" mode="md"/><xsl:text>)</xsl:text></xsl:if>
        <xsl:value-of select="$nl"/>
      </xsl:for-each>
    </xsl:if>
    <xsl:if test="resiliency_index/*">
      <xsl:value-of select="concat($nl, '**', key('word', 'resiliency-index'), '**', $nl, $nl)"/>
      <xsl:call-template name="head"><xsl:with-param name="words" select="'gateway score routes validation tested zones advisor captured '"/></xsl:call-template>
      <xsl:for-each select="resiliency_index/index">
        <xsl:text>|</xsl:text><xsl:apply-templates select="gateway" mode="cell"/>
        <xsl:text> </xsl:text><xsl:call-template name="range"/><xsl:text> |</xsl:text>
        <xsl:for-each select="items/item"><xsl:text> </xsl:text><xsl:call-template name="range"/><xsl:text> |</xsl:text></xsl:for-each>
        <xsl:call-template name="cell"><xsl:with-param name="of" select="captured"/></xsl:call-template>
        <xsl:value-of select="$nl"/>
      </xsl:for-each>
      <xsl:value-of select="$nl"/>
      <xsl:for-each select="resiliency_index/index/gains/gain"><xsl:value-of select="concat('- **', key('word', 'gain'), ':** ')"/><xsl:apply-templates select="../../gateway" mode="md"/><xsl:text>: </xsl:text><xsl:apply-templates select="fix" mode="md"/><xsl:text>: +</xsl:text><xsl:call-template name="range"/><xsl:value-of select="$nl"/></xsl:for-each>
    </xsl:if>
  </xsl:template>
  <xsl:template name="range"><xsl:value-of select="low"/><xsl:if test="high != low"><xsl:value-of select="concat('–', high)"/></xsl:if></xsl:template>

  <xsl:template match="pictures">
    <xsl:call-template name="heading"><xsl:with-param name="word" select="'pictures'"/></xsl:call-template>
    <xsl:for-each select="picture">
      <xsl:text>### </xsl:text><xsl:apply-templates select="title" mode="md"/><xsl:value-of select="concat($nl, $nl)"/>
      <xsl:if test="file != ''"><xsl:text>![</xsl:text><xsl:apply-templates select="title" mode="md"/><xsl:value-of select="concat('](', file, ')', $nl, $nl)"/></xsl:if>
      <xsl:apply-templates select="description" mode="md"/><xsl:value-of select="concat($nl, $nl)"/>
    </xsl:for-each>
  </xsl:template>

  <xsl:template match="finding">
    <xsl:value-of select="concat('### ', key('word', severity), ' · ', rule, ' · ')"/><xsl:apply-templates select="headline" mode="md"/><xsl:value-of select="concat($nl, $nl)"/>
    <xsl:call-template name="finding"/>
    <xsl:value-of select="$nl"/>
  </xsl:template>
  <xsl:template name="finding">
    <xsl:param name="indent" select="''"/>
    <xsl:call-template name="item"><xsl:with-param name="word" select="'hits'"/><xsl:with-param name="of" select="hits"/><xsl:with-param name="indent" select="$indent"/></xsl:call-template>
    <xsl:call-template name="item"><xsl:with-param name="word" select="'because'"/><xsl:with-param name="of" select="because/line"/><xsl:with-param name="indent" select="$indent"/></xsl:call-template>
    <xsl:call-template name="item"><xsl:with-param name="word" select="'missing'"/><xsl:with-param name="of" select="missing"/><xsl:with-param name="indent" select="$indent"/></xsl:call-template>
    <xsl:call-template name="item"><xsl:with-param name="word" select="'fix'"/><xsl:with-param name="of" select="fix"/><xsl:with-param name="indent" select="$indent"/></xsl:call-template>
    <xsl:if test="was != ''"><xsl:value-of select="concat($indent, '- **', key('word', 'was'), ':** ', key('word', was), ': ')"/><xsl:apply-templates select="modified_because" mode="md"/><xsl:value-of select="$nl"/></xsl:if>
    <xsl:if test="acceptance/*">
      <xsl:value-of select="concat($indent, '- **', key('word', 'accepted-until'), ':** ')"/><xsl:apply-templates select="acceptance/until" mode="md"/>
      <xsl:value-of select="concat(', ', key('word', 'by'), ' ')"/><xsl:apply-templates select="acceptance/by" mode="md"/>
      <xsl:if test="acceptance/reason != ''"><xsl:text>: </xsl:text><xsl:apply-templates select="acceptance/reason" mode="md"/></xsl:if>
      <xsl:if test="state = 'expired'"><xsl:value-of select="concat(' (', key('word', 'expired'), ')')"/></xsl:if><xsl:value-of select="$nl"/>
    </xsl:if>
    <xsl:if test="url != ''"><xsl:value-of select="concat($indent, '- **', key('word', 'source'), ':** &lt;', url, '&gt;', $nl)"/></xsl:if>
    <xsl:for-each select="parts/finding">
      <xsl:value-of select="concat($indent, '- ', key('word', severity), ' · ', rule, ' · ')"/><xsl:apply-templates select="headline" mode="md"/><xsl:value-of select="$nl"/>
      <xsl:call-template name="finding"><xsl:with-param name="indent" select="concat($indent, '  ')"/></xsl:call-template>
    </xsl:for-each>
  </xsl:template>

  <xsl:template match="flows">
    <xsl:call-template name="heading"><xsl:with-param name="word" select="'flows'"/></xsl:call-template>
    <xsl:for-each select="flow[served = 'true']">
      <xsl:text>### </xsl:text><xsl:apply-templates select="site" mode="md"/><xsl:text> ↔ </xsl:text><xsl:apply-templates select="vnet" mode="md"/>
      <xsl:if test="destination != ''"><xsl:text> </xsl:text><xsl:apply-templates select="destination" mode="md"/></xsl:if>
      <xsl:if test="count(vnets/vnet) &gt; 1"><xsl:value-of select="concat(' (+', count(vnets/vnet) - 1, ')')"/></xsl:if><xsl:value-of select="concat($nl, $nl)"/>
      <xsl:if test="count(vnets/vnet) &gt; 1"><xsl:call-template name="item"><xsl:with-param name="word" select="'vnets'"/><xsl:with-param name="of" select="vnets/vnet"/></xsl:call-template><xsl:value-of select="$nl"/></xsl:if>
      <xsl:apply-templates select="directions/direction"/>
    </xsl:for-each>
    <xsl:if test="flow[served = 'false']">
      <xsl:value-of select="concat('**', key('word', 'unserved'), ':** ')"/>
      <xsl:for-each select="flow[served = 'false']/vnets/vnet"><xsl:if test="position() &gt; 1">, </xsl:if><xsl:apply-templates select="." mode="md"/></xsl:for-each><xsl:value-of select="$nl"/>
    </xsl:if>
  </xsl:template>
  <xsl:template match="direction">
    <xsl:text>**</xsl:text><xsl:apply-templates select="from" mode="md"/><xsl:text> → </xsl:text><xsl:apply-templates select="to" mode="md"/><xsl:text>**: </xsl:text><xsl:apply-templates select="way" mode="md"/><xsl:value-of select="concat($nl, $nl)"/>
    <xsl:call-template name="item"><xsl:with-param name="word" select="'why'"/><xsl:with-param name="of" select="why/reason"/></xsl:call-template>
    <xsl:for-each select="paths/path">
      <xsl:text>- **</xsl:text><xsl:apply-templates select="use" mode="md"/><xsl:text>** </xsl:text><xsl:apply-templates select="name" mode="md"/><xsl:text>: </xsl:text>
      <xsl:choose>
        <xsl:when test="capacity_mbps = ''"><xsl:value-of select="concat(key('word', 'capacity'), ' ', key('word', 'not-known'))"/></xsl:when>
        <xsl:otherwise><xsl:value-of select="concat(capacity_mbps, ' Mbps')"/></xsl:otherwise>
      </xsl:choose>
      <xsl:if test="bottleneck != ''"><xsl:value-of select="concat(', ', key('word', 'bound-by'), ' ')"/><xsl:apply-templates select="bottleneck" mode="md"/></xsl:if>
      <xsl:value-of select="concat($nl, '  - **', key('word', 'hops'), ':** ')"/>
      <xsl:for-each select="hops/hop"><xsl:if test="position() &gt; 1"> → </xsl:if><xsl:apply-templates select="words" mode="md"/></xsl:for-each><xsl:value-of select="$nl"/>
      <xsl:call-template name="item"><xsl:with-param name="word" select="'needs'"/><xsl:with-param name="of" select="needs_also"/><xsl:with-param name="indent" select="'  '"/></xsl:call-template>
    </xsl:for-each>
    <xsl:for-each select="left_out/way"><xsl:value-of select="concat('- **', key('word', 'left-out'), ':** ')"/><xsl:apply-templates select="name" mode="md"/><xsl:text>: </xsl:text><xsl:apply-templates select="reason" mode="md"/><xsl:value-of select="$nl"/></xsl:for-each>
    <xsl:call-template name="item"><xsl:with-param name="word" select="'needs'"/><xsl:with-param name="of" select="needs_also"/></xsl:call-template>
    <xsl:if test="up = 'true'">
      <xsl:if test="not(fails_with/*)"><xsl:value-of select="concat('- **', key('word', 'fails-with'), ':** ', key('word', 'no-single'), $nl)"/></xsl:if>
      <xsl:call-template name="item"><xsl:with-param name="word" select="'fails-with'"/><xsl:with-param name="of" select="fails_with/part/name"/></xsl:call-template>
      <xsl:call-template name="item"><xsl:with-param name="word" select="'if-deleted'"/><xsl:with-param name="of" select="if_deleted/part/name"/></xsl:call-template>
      <xsl:call-template name="item"><xsl:with-param name="word" select="'unverified'"/><xsl:with-param name="of" select="unverified/part/name"/></xsl:call-template>
      <xsl:call-template name="item"><xsl:with-param name="word" select="'unproven'"/><xsl:with-param name="of" select="not_proven/part/name"/></xsl:call-template>
      <xsl:call-template name="item"><xsl:with-param name="word" select="'pairs'"/><xsl:with-param name="of" select="pairs/pair"/></xsl:call-template>
      <xsl:call-template name="item"><xsl:with-param name="word" select="'redundancy'"/><xsl:with-param name="of" select="redundancy"/></xsl:call-template>
      <xsl:call-template name="item"><xsl:with-param name="word" select="'asymmetry'"/><xsl:with-param name="of" select="asymmetry/case"/></xsl:call-template>
    </xsl:if>
    <xsl:if test="complete = 'false'"><xsl:value-of select="concat('- ', key('word', 'truncated'), $nl)"/></xsl:if>
    <xsl:value-of select="$nl"/>
  </xsl:template>

  <xsl:template match="inventory">
    <xsl:call-template name="heading"><xsl:with-param name="word" select="'inventory'"/></xsl:call-template>
    <xsl:if test="sites/*">
      <xsl:value-of select="concat('### ', key('word', 'sites'), $nl, $nl)"/>
      <xsl:call-template name="head"><xsl:with-param name="words" select="'name certainty circuits '"/></xsl:call-template>
      <xsl:for-each select="sites/site"><xsl:text>|</xsl:text><xsl:apply-templates select="name | certainty" mode="cell"/><xsl:text> </xsl:text><xsl:for-each select="circuits/circuit"><xsl:if test="position() &gt; 1">, </xsl:if><xsl:apply-templates select="." mode="md"/></xsl:for-each><xsl:value-of select="concat(' |', $nl)"/></xsl:for-each>
    </xsl:if>
    <xsl:if test="circuits/*">
      <xsl:value-of select="concat($nl, '### ', key('word', 'circuits'), $nl, $nl)"/>
      <xsl:call-template name="head"><xsl:with-param name="words" select="'name provider location sku bandwidth connections state '"/></xsl:call-template>
      <xsl:for-each select="circuits/circuit">
        <xsl:text>|</xsl:text><xsl:apply-templates select="name" mode="cell"/>
        <xsl:call-template name="cell"><xsl:with-param name="of" select="(provider | port)[. != '']"/></xsl:call-template>
        <xsl:call-template name="cell"><xsl:with-param name="of" select="peering_location"/></xsl:call-template>
        <xsl:text> </xsl:text><xsl:apply-templates select="tier" mode="md"/><xsl:text> </xsl:text><xsl:apply-templates select="family" mode="md"/><xsl:text> |</xsl:text>
        <xsl:call-template name="cell"><xsl:with-param name="of" select="bandwidth_mbps"/><xsl:with-param name="unit" select="' Mbps'"/></xsl:call-template>
        <xsl:apply-templates select="connections" mode="cell"/><xsl:call-template name="state"/>
      </xsl:for-each>
    </xsl:if>
    <xsl:if test="ports/*">
      <xsl:value-of select="concat($nl, '### ', key('word', 'ports'), $nl, $nl)"/>
      <xsl:call-template name="head"><xsl:with-param name="words" select="'name location bandwidth state '"/></xsl:call-template>
      <xsl:for-each select="ports/port"><xsl:text>|</xsl:text><xsl:apply-templates select="name | peering_location" mode="cell"/><xsl:call-template name="cell"><xsl:with-param name="of" select="bandwidth_mbps"/><xsl:with-param name="unit" select="' Mbps'"/></xsl:call-template><xsl:call-template name="state"/></xsl:for-each>
    </xsl:if>
    <xsl:if test="gateways/*">
      <xsl:value-of select="concat($nl, '### ', key('word', 'gateways'), $nl, $nl)"/>
      <xsl:call-template name="head"><xsl:with-param name="words" select="'name attached-to region sku zones instances state '"/></xsl:call-template>
      <xsl:for-each select="gateways/gateway">
        <xsl:text>|</xsl:text><xsl:apply-templates select="name" mode="cell"/><xsl:call-template name="cell"><xsl:with-param name="of" select="home"/></xsl:call-template><xsl:call-template name="cell"><xsl:with-param name="of" select="region"/></xsl:call-template><xsl:call-template name="cell"><xsl:with-param name="of" select="sku"/></xsl:call-template>
        <xsl:call-template name="cell"><xsl:with-param name="of" select="zones"/></xsl:call-template><xsl:value-of select="concat(' ', instances)"/><xsl:if test="instances_known = 'false'">+</xsl:if><xsl:text> |</xsl:text><xsl:call-template name="state"/>
      </xsl:for-each>
    </xsl:if>
    <xsl:if test="connections/*">
      <xsl:value-of select="concat($nl, '### ', key('word', 'connections'), $nl, $nl)"/>
      <xsl:call-template name="head"><xsl:with-param name="words" select="'name circuit gateway weight fastpath state '"/></xsl:call-template>
      <xsl:for-each select="connections/connection"><xsl:text>|</xsl:text><xsl:apply-templates select="name | circuit | gateway" mode="cell"/><xsl:call-template name="cell"><xsl:with-param name="of" select="weight"/></xsl:call-template><xsl:call-template name="cell"><xsl:with-param name="of" select="fastpath"/></xsl:call-template><xsl:call-template name="state"/></xsl:for-each>
    </xsl:if>
    <xsl:if test="vnets/*">
      <xsl:value-of select="concat($nl, '### ', key('word', 'vnets'), $nl, $nl)"/>
      <xsl:call-template name="head"><xsl:with-param name="words" select="'name region prefixes attached-to state '"/></xsl:call-template>
      <xsl:for-each select="vnets/vnet"><xsl:text>|</xsl:text><xsl:apply-templates select="name" mode="cell"/><xsl:call-template name="cell"><xsl:with-param name="of" select="region"/></xsl:call-template><xsl:call-template name="cell"><xsl:with-param name="of" select="address_space"/></xsl:call-template><xsl:call-template name="cell"><xsl:with-param name="of" select="attached_to"/></xsl:call-template><xsl:call-template name="state"/></xsl:for-each>
    </xsl:if>
    <xsl:if test="groups/*">
      <xsl:value-of select="concat($nl, '### ', key('word', 'groups'), $nl, $nl)"/>
      <xsl:call-template name="head"><xsl:with-param name="words" select="'kind name certainty members '"/></xsl:call-template>
      <xsl:for-each select="groups/group"><xsl:text>|</xsl:text><xsl:apply-templates select="kind | name | certainty" mode="cell"/><xsl:text> </xsl:text><xsl:for-each select="members/member[position() &lt;= 8]"><xsl:if test="position() &gt; 1">, </xsl:if><xsl:apply-templates select="." mode="md"/></xsl:for-each><xsl:if test="count(members/member) &gt; 8"><xsl:value-of select="concat(' (+', count(members/member) - 8, ')')"/></xsl:if><xsl:value-of select="concat(' |', $nl)"/></xsl:for-each>
    </xsl:if>
  </xsl:template>
  <xsl:template name="state">
    <xsl:value-of select="concat(' ', key('word', state))"/><xsl:if test="external = 'true'"><xsl:value-of select="concat(', ', key('word', 'external'))"/></xsl:if><xsl:value-of select="concat(' |', $nl)"/>
  </xsl:template>

  <xsl:template match="scenarios">
    <xsl:call-template name="heading"><xsl:with-param name="word" select="'scenarios'"/></xsl:call-template>
    <xsl:call-template name="head"><xsl:with-param name="words" select="'scenario target outcome '"/></xsl:call-template>
    <xsl:for-each select="scenario">
      <xsl:text>| </xsl:text><xsl:value-of select="concat(id, ' ')"/><xsl:apply-templates select="title" mode="md"/><xsl:text> |</xsl:text><xsl:apply-templates select="what" mode="cell"/>
      <xsl:text> </xsl:text>
      <xsl:choose>
        <xsl:when test="flows_down + flows_losing = 0"><xsl:value-of select="key('word', 'all-up')"/></xsl:when>
        <xsl:otherwise>
          <xsl:if test="flows_down &gt; 0"><xsl:value-of select="concat('**', flows_down, ' ', key('word', 'flows-down'), '**')"/></xsl:if>
          <xsl:if test="flows_down &gt; 0 and flows_losing &gt; 0">, </xsl:if>
          <xsl:if test="flows_losing &gt; 0"><xsl:value-of select="concat(flows_losing, ' ', key('word', 'flows-losing'))"/></xsl:if>
        </xsl:otherwise>
      </xsl:choose>
      <xsl:value-of select="concat(' |', $nl)"/>
    </xsl:for-each>
  </xsl:template>

  <xsl:template match="results" mode="foot">
    <xsl:if test="assumptions/*">
      <xsl:call-template name="heading"><xsl:with-param name="word" select="'assumptions'"/></xsl:call-template>
      <xsl:for-each select="assumptions/assumption">
        <xsl:value-of select="concat('- **', position(), '.** ')"/><xsl:apply-templates select="text" mode="md"/>
        <xsl:if test="declare != ''"><xsl:value-of select="concat(' **', key('word', 'declare'), ':** ')"/><xsl:apply-templates select="declare" mode="md"/></xsl:if><xsl:value-of select="$nl"/>
      </xsl:for-each>
    </xsl:if>
    <xsl:call-template name="heading"><xsl:with-param name="word" select="'ledger'"/></xsl:call-template>
    <xsl:call-template name="head"><xsl:with-param name="words" select="'file format resources complete '"/></xsl:call-template>
    <xsl:for-each select="inputs/input"><xsl:text>|</xsl:text><xsl:apply-templates select="file | format | resources" mode="cell"/><xsl:call-template name="cell"><xsl:with-param name="of" select="complete"/></xsl:call-template><xsl:value-of select="$nl"/></xsl:for-each>
    <xsl:value-of select="concat($nl, '- **', key('word', 'resources'), ':** ', ledger/resources, $nl, '- **', key('word', 'modelled'), ':** ', ledger/modelled, $nl, '- **', key('word', 'merged'), ':** ', ledger/merged, $nl, '- **', key('word', 'ignored'), ':** ', sum(ledger/ignored/row/count), $nl)"/>
    <xsl:for-each select="ledger/ignored/row"><xsl:value-of select="concat('  - ', count, ' ')"/><xsl:apply-templates select="type" mode="md"/><xsl:text>: </xsl:text><xsl:apply-templates select="reason" mode="md"/><xsl:value-of select="$nl"/></xsl:for-each>
    <xsl:value-of select="concat('- **', key('word', 'referred'), ':** ', count(ledger/external/id), $nl)"/>
    <xsl:if test="diagnostics/*">
      <xsl:call-template name="heading"><xsl:with-param name="word" select="'diagnostics'"/></xsl:call-template>
      <xsl:call-template name="head"><xsl:with-param name="words" select="'code severity place message '"/></xsl:call-template>
      <xsl:for-each select="diagnostics/diagnostic">
        <xsl:value-of select="concat('| ', code, ' | ', severity, ' | ')"/><xsl:apply-templates select="file" mode="md"/><xsl:if test="line &gt; 0"><xsl:value-of select="concat(':', line)"/></xsl:if><xsl:text> |</xsl:text><xsl:apply-templates select="text" mode="cell"/><xsl:value-of select="$nl"/>
      </xsl:for-each>
    </xsl:if>
  </xsl:template>
</xsl:stylesheet>
