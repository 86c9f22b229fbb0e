<?xml version="1.0" encoding="UTF-8"?>
<!--
  The report as plain text. Every line is written whole; erscope folds it at 80 columns, below where the text of the line began: after its
  indent, after "- ", or after a label, which two blanks end.
-->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:output method="text" encoding="UTF-8"/>
  <xsl:strip-space elements="*"/>
  <xsl:key name="word" match="/report/words/word" use="@id"/>
  <xsl:variable name="nl" select="'&#10;'"/>
  <xsl:variable name="line" select="'================================================================================'"/>
  <xsl:variable name="blank" select="'                '"/>

  <xsl:template name="heading">
    <xsl:param name="word"/>
    <xsl:value-of select="concat($nl, key('word', $word), $nl, translate(substring($line, 1, string-length(key('word', $word))), '=', '-'), $nl)"/>
  </xsl:template>

  <!-- A label and at least two blanks, whatever its length in the language of the frame. -->
  <xsl:template name="label">
    <xsl:param name="text"/>
    <xsl:param name="indent" select="'  '"/>
    <xsl:value-of select="concat($indent, $text, substring($blank, 1 + string-length($text) * (string-length($text) &lt; 14) + 14 * (string-length($text) &gt;= 14)))"/>
  </xsl:template>

  <!-- Label, at least two blanks, text: one line per node, the label once. -->
  <xsl:template name="item">
    <xsl:param name="word"/>
    <xsl:param name="of" select="/.."/>
    <xsl:param name="indent" select="'  '"/>
    <xsl:for-each select="$of[normalize-space(.) != '']">
      <xsl:variable name="label" select="key('word', $word)"/>
      <xsl:choose>
        <xsl:when test="position() = 1"><xsl:call-template name="label"><xsl:with-param name="text" select="$label"/><xsl:with-param name="indent" select="$indent"/></xsl:call-template><xsl:value-of select="concat(normalize-space(.), $nl)"/></xsl:when>
        <xsl:otherwise><xsl:value-of select="concat($indent, $blank, normalize-space(.), $nl)"/></xsl:otherwise>
      </xsl:choose>
    </xsl:for-each>
  </xsl:template>

  <xsl:template match="/report">
    <xsl:value-of select="concat(normalize-space(frame/title), $nl, substring($line, 1, string-length(normalize-space(frame/title))), $nl)"/>
    <xsl:if test="frame/confidentiality != ''"><xsl:value-of select="concat(normalize-space(frame/confidentiality), $nl)"/></xsl:if>
    <xsl:call-template name="item"><xsl:with-param name="word" select="'author'"/><xsl:with-param name="of" select="frame/author"/></xsl:call-template>
    <xsl:call-template name="item"><xsl:with-param name="word" select="'version'"/><xsl:with-param name="of" select="frame/version"/></xsl:call-template>
    <xsl:call-template name="item"><xsl:with-param name="word" select="'date'"/><xsl:with-param name="of" select="frame/as_of"/></xsl:call-template>
    <xsl:call-template name="label"><xsl:with-param name="text" select="key('word', 'made-by')"/></xsl:call-template><xsl:value-of select="concat('erscope ', frame/tool, $nl)"/>
    <xsl:call-template name="label"><xsl:with-param name="text" select="key('word', 'inventory-hash')"/></xsl:call-template><xsl:value-of select="concat(substring(frame/content, 1, 12), $nl)"/>
    <xsl:apply-templates select="summary"/>
    <xsl:if test="findings/*"><xsl:call-template name="heading"><xsl:with-param name="word" select="'findings'"/></xsl:call-template><xsl:apply-templates select="findings/finding"/></xsl:if>
    <xsl:if test="accepted_findings/*"><xsl:call-template name="heading"><xsl:with-param name="word" select="'accepted'"/></xsl:call-template><xsl:apply-templates select="accepted_findings/finding"/></xsl:if>
    <xsl:if test="deletions/*">
      <xsl:call-template name="heading"><xsl:with-param name="word" select="'deletions'"/></xsl:call-template>
      <xsl:for-each select="deletions/finding"><xsl:value-of select="concat('  - ', rule, ' ', normalize-space(headline), $nl)"/></xsl:for-each>
    </xsl:if>
    <xsl:if test="questions/* or minor_questions/*">
      <xsl:call-template name="heading"><xsl:with-param name="word" select="'questions'"/></xsl:call-template>
      <xsl:for-each select="questions/finding | minor_questions/finding">
        <xsl:value-of select="concat('- ', rule, ' (', severity, ') ', normalize-space(headline), $nl)"/>
        <xsl:call-template name="item"><xsl:with-param name="word" select="'missing'"/><xsl:with-param name="of" select="missing"/></xsl:call-template>
      </xsl:for-each>
    </xsl:if>
    <xsl:apply-templates select="flows[*]"/>
    <xsl:apply-templates select="inventory"/>
    <xsl:apply-templates select="scenarios[*]"/>
    <xsl:apply-templates select="results" mode="foot"/>
  </xsl:template>

  <xsl:template match="summary">
    <xsl:call-template name="heading"><xsl:with-param name="word" select="'summary'"/></xsl:call-template>
    <xsl:value-of select="concat(key('word', 'verdict'), ': ', normalize-space(verdict), $nl)"/>
    <xsl:if test="complete = 'false'"><xsl:value-of select="concat(key('word', 'incomplete'), $nl)"/></xsl:if>
    <xsl:for-each select="by_severity/severity">
      <xsl:call-template name="label"><xsl:with-param name="text" select="key('word', name)"/></xsl:call-template><xsl:value-of select="open"/>
      <xsl:if test="accepted &gt; 0"><xsl:value-of select="concat(', ', key('word', 'accepted'), ': ', accepted)"/></xsl:if>
      <xsl:if test="unknown &gt; 0"><xsl:value-of select="concat(', ', key('word', 'questions'), ': ', unknown)"/></xsl:if>
      <xsl:value-of select="$nl"/>
    </xsl:for-each>
    <xsl:for-each select="estate/sites | estate/circuits | estate/gateways | estate/connections | estate/vnets">
      <xsl:variable name="label" select="key('word', local-name())"/>
      <xsl:call-template name="label"><xsl:with-param name="text" select="$label"/></xsl:call-template><xsl:value-of select="concat(., $nl)"/>
    </xsl:for-each>
    <xsl:call-template name="label"><xsl:with-param name="text" select="key('word', 'flows')"/></xsl:call-template><xsl:value-of select="concat(estate/flows, ', ', estate/flows_up, ' ', key('word', 'up'), $nl)"/>
    <xsl:if test="resiliency_index/*">
      <xsl:value-of select="concat($nl, key('word', 'resiliency-index'), $nl)"/>
      <xsl:for-each select="resiliency_index/index">
        <xsl:value-of select="concat('  - ', normalize-space(gateway), ': ')"/><xsl:call-template name="range"/>
        <xsl:if test="captured != ''"><xsl:value-of select="concat(' (', key('word', 'captured'), ': ', normalize-space(captured), ')')"/></xsl:if><xsl:value-of select="$nl"/>
        <xsl:for-each select="items/item"><xsl:value-of select="concat('    ', key('word', name), substring($blank, 1 + string-length(key('word', name))))"/><xsl:call-template name="range"/><xsl:value-of select="concat(': ', normalize-space(because), $nl)"/></xsl:for-each>
        <xsl:for-each select="gains/gain"><xsl:call-template name="label"><xsl:with-param name="text" select="key('word', 'gain')"/><xsl:with-param name="indent" select="'    '"/></xsl:call-template><xsl:value-of select="'+'"/><xsl:call-template name="range"/><xsl:value-of select="concat(': ', normalize-space(fix), $nl)"/></xsl:for-each>
      </xsl:for-each>
    </xsl:if>
  </xsl:template>
  <xsl:template name="range"><xsl:value-of select="low"/><xsl:if test="high != low"><xsl:value-of select="concat('–', high)"/></xsl:if></xsl:template>

  <xsl:template match="finding">
    <xsl:param name="indent" select="''"/>
    <xsl:value-of select="concat($indent, substring(concat(severity, $blank), 1, 10), rule, ' ', normalize-space(headline), $nl)"/>
    <xsl:call-template name="item"><xsl:with-param name="word" select="'hits'"/><xsl:with-param name="of" select="hits"/><xsl:with-param name="indent" select="concat($indent, '  ')"/></xsl:call-template>
    <xsl:call-template name="item"><xsl:with-param name="word" select="'because'"/><xsl:with-param name="of" select="because/line"/><xsl:with-param name="indent" select="concat($indent, '  ')"/></xsl:call-template>
    <xsl:call-template name="item"><xsl:with-param name="word" select="'fix'"/><xsl:with-param name="of" select="fix"/><xsl:with-param name="indent" select="concat($indent, '  ')"/></xsl:call-template>
    <xsl:if test="was != ''"><xsl:value-of select="concat($indent, '  ', key('word', 'was'), '  ', was, ': ', normalize-space(modified_because), $nl)"/></xsl:if>
    <xsl:if test="acceptance/*">
      <xsl:value-of select="concat($indent, '  ', key('word', 'accepted-until'), '  ', acceptance/until, ', ', key('word', 'by'), ' ', normalize-space(acceptance/by))"/>
      <xsl:if test="acceptance/reason != ''"><xsl:value-of select="concat(': ', normalize-space(acceptance/reason))"/></xsl:if>
      <xsl:if test="state = 'expired'"><xsl:value-of select="concat(' (', key('word', 'expired'), ')')"/></xsl:if><xsl:value-of select="$nl"/>
    </xsl:if>
    <xsl:if test="url != ''"><xsl:value-of select="concat($indent, '  ', url, $nl)"/></xsl:if>
    <xsl:apply-templates select="parts/finding"><xsl:with-param name="indent" select="concat($indent, '  ')"/></xsl:apply-templates>
    <xsl:if test="$indent = ''"><xsl:value-of select="$nl"/></xsl:if>
  </xsl:template>

  <xsl:template match="flows">
    <xsl:call-template name="heading"><xsl:with-param name="word" select="'flows'"/></xsl:call-template>
    <xsl:for-each select="flow[served = 'true']">
      <xsl:value-of select="concat(normalize-space(site), ' ↔ ', normalize-space(vnet))"/>
      <xsl:if test="destination != ''"><xsl:value-of select="concat(' ', normalize-space(destination))"/></xsl:if>
      <xsl:for-each select="vnets/vnet[position() &gt; 1]"><xsl:value-of select="concat(', ', normalize-space(.))"/></xsl:for-each>
      <xsl:value-of select="$nl"/>
      <xsl:apply-templates select="directions/direction"/>
      <xsl:value-of select="$nl"/>
    </xsl:for-each>
    <xsl:if test="flow[served = 'false']">
      <xsl:value-of select="concat(key('word', 'unserved'), ': ')"/>
      <xsl:for-each select="flow[served = 'false']/vnets/vnet"><xsl:if test="position() &gt; 1">, </xsl:if><xsl:value-of select="normalize-space(.)"/></xsl:for-each><xsl:value-of select="$nl"/>
    </xsl:if>
  </xsl:template>
  <xsl:template match="direction">
    <xsl:value-of select="concat('  ', normalize-space(from), ' → ', normalize-space(to), ': ', way, $nl)"/>
    <xsl:call-template name="item"><xsl:with-param name="word" select="'why'"/><xsl:with-param name="of" select="why/reason"/><xsl:with-param name="indent" select="'    '"/></xsl:call-template>
    <xsl:for-each select="paths/path">
      <xsl:value-of select="concat('    ', use, substring($blank, 1 + string-length(use)), normalize-space(name), ': ')"/>
      <xsl:choose>
        <xsl:when test="capacity_mbps = ''"><xsl:value-of select="concat(key('word', 'capacity'), ' ', key('word', 'not-known'))"/></xsl:when>
        <xsl:otherwise><xsl:value-of select="concat(capacity_mbps, ' Mbps')"/></xsl:otherwise>
      </xsl:choose>
      <xsl:if test="bottleneck != ''"><xsl:value-of select="concat(', ', key('word', 'bound-by'), ' ', normalize-space(bottleneck))"/></xsl:if>
      <xsl:value-of select="concat($nl, '    ', $blank)"/>
      <xsl:for-each select="hops/hop"><xsl:if test="position() &gt; 1"> → </xsl:if><xsl:value-of select="normalize-space(words)"/></xsl:for-each><xsl:value-of select="$nl"/>
    </xsl:for-each>
    <xsl:for-each select="left_out/way"><xsl:call-template name="label"><xsl:with-param name="text" select="key('word', 'left-out')"/><xsl:with-param name="indent" select="'    '"/></xsl:call-template><xsl:value-of select="concat(normalize-space(name), ': ', normalize-space(reason), $nl)"/></xsl:for-each>
    <xsl:if test="up = 'true'">
      <xsl:if test="not(fails_with/*)"><xsl:call-template name="label"><xsl:with-param name="text" select="key('word', 'fails-with')"/><xsl:with-param name="indent" select="'    '"/></xsl:call-template><xsl:value-of select="concat(key('word', 'no-single'), $nl)"/></xsl:if>
      <xsl:call-template name="item"><xsl:with-param name="word" select="'fails-with'"/><xsl:with-param name="of" select="fails_with/part/name"/><xsl:with-param name="indent" select="'    '"/></xsl:call-template>
      <xsl:call-template name="item"><xsl:with-param name="word" select="'if-deleted'"/><xsl:with-param name="of" select="if_deleted/part/name"/><xsl:with-param name="indent" select="'    '"/></xsl:call-template>
      <xsl:call-template name="item"><xsl:with-param name="word" select="'unverified'"/><xsl:with-param name="of" select="unverified/part/name"/><xsl:with-param name="indent" select="'    '"/></xsl:call-template>
      <xsl:call-template name="item"><xsl:with-param name="word" select="'unproven'"/><xsl:with-param name="of" select="not_proven/part/name"/><xsl:with-param name="indent" select="'    '"/></xsl:call-template>
      <xsl:call-template name="item"><xsl:with-param name="word" select="'redundancy'"/><xsl:with-param name="of" select="redundancy"/><xsl:with-param name="indent" select="'    '"/></xsl:call-template>
      <xsl:call-template name="item"><xsl:with-param name="word" select="'asymmetry'"/><xsl:with-param name="of" select="asymmetry/case"/><xsl:with-param name="indent" select="'    '"/></xsl:call-template>
    </xsl:if>
  </xsl:template>

  <xsl:template match="inventory">
    <xsl:call-template name="heading"><xsl:with-param name="word" select="'inventory'"/></xsl:call-template>
    <xsl:for-each select="circuits/circuit">
      <xsl:value-of select="concat('- ', key('word', 'circuit'), ' ', normalize-space(name), ': ', normalize-space((provider | port)[. != '']), ', ', normalize-space(peering_location), ', ', tier, ' ', family)"/>
      <xsl:if test="bandwidth_mbps != ''"><xsl:value-of select="concat(', ', bandwidth_mbps, ' Mbps')"/></xsl:if><xsl:call-template name="state"/>
    </xsl:for-each>
    <xsl:for-each select="ports/port"><xsl:value-of select="concat('- ', key('word', 'ports'), ' ', normalize-space(name), ': ', normalize-space(peering_location))"/><xsl:call-template name="state"/></xsl:for-each>
    <xsl:for-each select="gateways/gateway"><xsl:value-of select="concat('- ', key('word', 'gateway'), ' ', normalize-space(name), ': ', normalize-space(home), ', ', normalize-space(region), ', ', normalize-space(sku), ', ', zones)"/><xsl:call-template name="state"/></xsl:for-each>
    <xsl:for-each select="connections/connection"><xsl:value-of select="concat('- ', key('word', 'connection'), ' ', normalize-space(name), ': ', normalize-space(circuit), ' – ', normalize-space(gateway))"/><xsl:call-template name="state"/></xsl:for-each>
    <xsl:for-each select="vnets/vnet"><xsl:value-of select="concat('- ', key('word', 'vnet'), ' ', normalize-space(name), ': ', normalize-space(region), ', ', normalize-space(address_space))"/><xsl:call-template name="state"/></xsl:for-each>
  </xsl:template>
  <xsl:template name="state"><xsl:if test="state = 'down'"><xsl:value-of select="concat(', ', key('word', 'down'))"/></xsl:if><xsl:if test="external = 'true'"><xsl:value-of select="concat(', ', key('word', 'external'))"/></xsl:if><xsl:value-of select="$nl"/></xsl:template>

  <xsl:template match="scenarios">
    <xsl:call-template name="heading"><xsl:with-param name="word" select="'scenarios'"/></xsl:call-template>
    <xsl:for-each select="scenario">
      <xsl:value-of select="concat(id, '  ', normalize-space(title), ': ', normalize-space(what), ': ')"/>
      <xsl:if test="flows_down &gt; 0"><xsl:value-of select="concat(flows_down, ' ', key('word', 'flows-down'))"/></xsl:if>
      <xsl:if test="flows_down &gt; 0 and flows_losing &gt; 0">, </xsl:if>
      <xsl:if test="flows_losing &gt; 0"><xsl:value-of select="concat(flows_losing, ' ', key('word', 'flows-losing'))"/></xsl:if>
      <xsl:if test="flows_down + flows_losing = 0"><xsl:value-of select="key('word', 'all-up')"/></xsl:if>
      <xsl:value-of select="$nl"/>
    </xsl:for-each>
  </xsl:template>

  <xsl:template match="results" mode="foot">
    <xsl:if test="assumptions/*">
      <xsl:call-template name="heading"><xsl:with-param name="word" select="'assumptions'"/></xsl:call-template>
      <xsl:for-each select="assumptions/assumption">
        <xsl:value-of select="concat('- ', normalize-space(text))"/><xsl:if test="declare != ''"><xsl:value-of select="concat('. ', key('word', 'declare'), ': ', normalize-space(declare))"/></xsl:if><xsl:value-of select="$nl"/>
      </xsl:for-each>
    </xsl:if>
    <xsl:call-template name="heading"><xsl:with-param name="word" select="'ledger'"/></xsl:call-template>
    <xsl:for-each select="inputs/input"><xsl:value-of select="concat('- ', normalize-space(file), ': ', format, ', ', resources, $nl)"/></xsl:for-each>
    <xsl:for-each select="ledger/resources | ledger/modelled | ledger/merged"><xsl:value-of select="concat('  ', key('word', local-name()), '  ', ., $nl)"/></xsl:for-each>
    <xsl:value-of select="concat('  ', key('word', 'ignored'), '  ', sum(ledger/ignored/row/count), $nl)"/>
    <xsl:for-each select="ledger/ignored/row"><xsl:value-of select="concat('    - ', count, ' ', normalize-space(type), ': ', normalize-space(reason), $nl)"/></xsl:for-each>
    <xsl:value-of select="concat('  ', key('word', 'referred'), '  ', count(ledger/external/id), $nl)"/>
    <xsl:if test="diagnostics/*">
      <xsl:call-template name="heading"><xsl:with-param name="word" select="'diagnostics'"/></xsl:call-template>
      <xsl:for-each select="diagnostics/diagnostic"><xsl:value-of select="concat('- ', code, ' ', severity, ': ', normalize-space(file))"/><xsl:if test="line &gt; 0"><xsl:value-of select="concat(':', line)"/></xsl:if><xsl:value-of select="concat(': ', normalize-space(text), $nl)"/></xsl:for-each>
    </xsl:if>
  </xsl:template>
</xsl:stylesheet>
