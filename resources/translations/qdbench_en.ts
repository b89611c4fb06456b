<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>Commands</name>
    <message numerus="yes">
        <source>%n file(s) left out:</source>
        <translation>
            <numerusform>%n file left out:</numerusform>
            <numerusform>%n files left out:</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s) imported.</source>
        <translation>
            <numerusform>%n picture imported.</numerusform>
            <numerusform>%n pictures imported.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n thing(s) do not hold:</source>
        <translation>
            <numerusform>%n thing does not hold:</numerusform>
            <numerusform>%n things do not hold:</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ControllerPage</name>
    <message numerus="yes">
        <source>%n channel(s)</source>
        <translation>
            <numerusform>%n channel</numerusform>
            <numerusform>%n channels</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LightStrip</name>
    <message numerus="yes">
        <source>%n finding(s)</source>
        <translation>
            <numerusform>%n finding</numerusform>
            <numerusform>%n findings</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ListPanel</name>
    <message numerus="yes">
        <source>Expired after %n day(s).</source>
        <translation>
            <numerusform>Expired after %n day.</numerusform>
            <numerusform>Expired after %n days.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MeasureLayer</name>
    <message numerus="yes">
        <source>%n more point(s)</source>
        <translation>
            <numerusform>%n more point</numerusform>
            <numerusform>%n more points</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PointsPage</name>
    <message numerus="yes">
        <source>Click a detail in the questioned picture, then the same one in the other. %n more pair(s) needed.</source>
        <translation>
            <numerusform>Click a detail in the questioned picture, then the same one in the other. %n more pair needed.</numerusform>
            <numerusform>Click a detail in the questioned picture, then the same one in the other. %n more pairs needed.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>QueueWindow</name>
    <message numerus="yes">
        <source>%n case(s)</source>
        <translation>
            <numerusform>%n case</numerusform>
            <numerusform>%n cases</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>● %n new entries since you last looked.</source>
        <translation>
            <numerusform>● %n new entry since you last looked.</numerusform>
            <numerusform>● %n new entries since you last looked.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ReviewPanel</name>
    <message numerus="yes">
        <source>Since you last looked: %n entries</source>
        <translation>
            <numerusform>Since you last looked: %n entry</numerusform>
            <numerusform>Since you last looked: %n entries</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ReviewWords</name>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n day</numerusform>
            <numerusform>%n days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s)</source>
        <translation>
            <numerusform>%n hour</numerusform>
            <numerusform>%n hours</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message numerus="yes">
        <source>%n day(s) old</source>
        <translation>
            <numerusform>%n day old</numerusform>
            <numerusform>%n days old</numerusform>
        </translation>
    </message>
</context>
</TS>
