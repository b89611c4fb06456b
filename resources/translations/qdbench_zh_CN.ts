<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>AboutDialog</name>
    <message>
        <source>A workstation for questioned documents: capture, comparison, case file and report in the open.</source>
        <translation>送检证件检验工作站：采集、比对、案件文件与检验报告，过程公开可查。</translation>
    </message>
    <message>
        <source>About QDBench</source>
        <translation>关于 QDBench</translation>
    </message>
    <message>
        <source>Licence: Apache License 2.0. The fonts have licences of their own, in resources/fonts.</source>
        <translation>许可证：Apache License 2.0。所附字体另有许可证，见 resources/fonts。</translation>
    </message>
    <message>
        <source>Log: {path}</source>
        <translation>日志：{path}</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>组成部分</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>版本</translation>
    </message>
</context>
<context>
    <name>Actions</name>
    <message>
        <source>&amp;100 %</source>
        <translation>原始大小(&amp;1)</translation>
    </message>
    <message>
        <source>&amp;About QDBench</source>
        <translation>关于 QDBench(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Bench</source>
        <translation>工作台(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>取消(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Case</source>
        <extracomment>Where the menus of recent cases and of languages are put in.</extracomment>
        <translation>案件(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Close case</source>
        <translation>关闭案件(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Devices…</source>
        <translation>设备(&amp;D)…</translation>
    </message>
    <message>
        <source>&amp;Edit finding</source>
        <translation>修改检验所见(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Export PDF report…</source>
        <translation>导出 PDF 报告(&amp;E)…</translation>
    </message>
    <message>
        <source>&amp;Finding</source>
        <translation>检验所见(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Fit</source>
        <translation>适合窗口(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Go to the region</source>
        <translation>定位到标注区域(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Grid of all lights</source>
        <translation>全部光源网格(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Hand</source>
        <translation>平移(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Import pictures…</source>
        <translation>导入图像(&amp;I)…</translation>
    </message>
    <message>
        <source>&amp;Lamps off</source>
        <translation>关闭全部光源(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>语言(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Link both pictures</source>
        <translation>两图联动(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;New case…</source>
        <translation>新建案件(&amp;N)…</translation>
    </message>
    <message>
        <source>&amp;New finding</source>
        <translation>新增检验所见(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Next light</source>
        <translation>下一光源(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Open case…</source>
        <translation>打开案件(&amp;O)…</translation>
    </message>
    <message>
        <source>&amp;Outline</source>
        <translation>多边形(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Previous light</source>
        <translation>上一光源(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>退出(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;Read the machine readable zone</source>
        <translation>读取机读区(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Rectangle</source>
        <translation>矩形(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Sign off…</source>
        <translation>签发(&amp;S)…</translation>
    </message>
    <message>
        <source>&amp;Specimen beside it</source>
        <translation>并排显示样本(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Type the machine readable zone…</source>
        <translation>录入机读区(&amp;T)…</translation>
    </message>
    <message>
        <source>&amp;Verify the case file</source>
        <translation>校验案件文件(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Withdraw finding…</source>
        <translation>撤回检验所见(&amp;W)…</translation>
    </message>
    <message>
        <source>Add an e&amp;xhibit…</source>
        <translation>添加检材(&amp;X)…</translation>
    </message>
    <message>
        <source>Capture &amp;all lights</source>
        <translation>采集全部光源(&amp;A)</translation>
    </message>
    <message>
        <source>Capture &amp;this light</source>
        <translation>采集当前光源(&amp;T)</translation>
    </message>
    <message>
        <source>Check every stored byte and the whole chain of events</source>
        <translation>核验所存每个字节及整条事件链</translation>
    </message>
    <message>
        <source>Draw a rectangle on the picture for a finding</source>
        <translation>在图像上画矩形，记录检验所见</translation>
    </message>
    <message>
        <source>Draw an outline on the picture for a finding; a double click closes it</source>
        <translation>在图像上画多边形，记录检验所见；双击闭合</translation>
    </message>
    <message>
        <source>F&amp;ull screen</source>
        <translation>全屏(&amp;U)</translation>
    </message>
    <message>
        <source>Freeze pictures, findings and conclusion; nothing can be changed afterwards</source>
        <translation>锁定图像、检验所见和结论，此后不可更改</translation>
    </message>
    <message>
        <source>Go to the &amp;conclusion</source>
        <translation>转到检验结论(&amp;C)</translation>
    </message>
    <message>
        <source>Go to the &amp;findings</source>
        <translation>转到检验所见(&amp;F)</translation>
    </message>
    <message>
        <source>Go to the &amp;pictures</source>
        <translation>转到图像(&amp;P)</translation>
    </message>
    <message>
        <source>Go to the ca&amp;se</source>
        <translation>转到案件(&amp;S)</translation>
    </message>
    <message>
        <source>Move and zoom both pictures together</source>
        <translation>两幅图像同步移动和缩放</translation>
    </message>
    <message>
        <source>Move the picture</source>
        <translation>移动图像</translation>
    </message>
    <message>
        <source>One picture pixel on one screen pixel</source>
        <translation>一个图像像素对应一个屏幕像素</translation>
    </message>
    <message>
        <source>Run the machine &amp;checks</source>
        <translation>运行机器检查(&amp;C)</translation>
    </message>
    <message>
        <source>Show the whole page</source>
        <translation>显示整页</translation>
    </message>
    <message>
        <source>State, wire log and light test of every device, ports, set-up of a bench</source>
        <translation>各设备的状态、通信日志和光源测试，端口，以及工作台设置向导</translation>
    </message>
    <message>
        <source>Stop and switch every lamp off at once</source>
        <translation>立即停止并关闭全部光源</translation>
    </message>
    <message>
        <source>Stop the capture; finished pictures are kept</source>
        <translation>停止采集，已完成的图像予以保留</translation>
    </message>
    <message>
        <source>Take one picture under every light of the bench</source>
        <translation>在工作台每种光源下各采集一幅图像</translation>
    </message>
    <message>
        <source>Take one picture under the light in hand</source>
        <translation>在当前光源下采集一幅图像</translation>
    </message>
    <message>
        <source>Take pictures of another device from a folder, each named by its light</source>
        <translation>从文件夹导入其他设备拍摄的图像，文件以光源命名</translation>
    </message>
    <message>
        <source>Write a finding on the whole picture, without a region</source>
        <translation>就整幅图像记录检验所见，不标注区域</translation>
    </message>
    <message>
        <source>Zoom &amp;in</source>
        <translation>放大(&amp;I)</translation>
    </message>
    <message>
        <source>Zoom &amp;out</source>
        <translation>缩小(&amp;O)</translation>
    </message>
</context>
<context>
    <name>BenchPage</name>
    <message>
        <source>4. The rest of the bench</source>
        <translation>4. 工作台的其他设备</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>相机</translation>
    </message>
    <message>
        <source>Chip reader</source>
        <translation>芯片阅读器</translation>
    </message>
    <message>
        <source>Document reader</source>
        <translation>证件阅读器</translation>
    </message>
    <message>
        <source>Name of the bench, printed in reports</source>
        <translation>工作台名称（印在报告上）</translation>
    </message>
    <message>
        <source>Number or path of the camera</source>
        <translation>相机编号或路径</translation>
    </message>
    <message>
        <source>Port of the chip reader</source>
        <translation>芯片阅读器端口</translation>
    </message>
    <message>
        <source>Port of the document reader</source>
        <translation>证件阅读器端口</translation>
    </message>
    <message>
        <source>Scale on the glass</source>
        <translation>玻璃面上的比例</translation>
    </message>
    <message>
        <source>Simulated: its pictures are drawn and marked so</source>
        <translation>模拟相机：图像由程序绘制，并标明“模拟”</translation>
    </message>
    <message>
        <source>What you leave out can be added later. “Ask who is there” on the page Ports names a reader.</source>
        <translation>未填写的部分以后可以补充。在“端口”页点击“查询设备”可识别阅读器型号。</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>unknown: measuring stays off</source>
        <translation>未知：不提供测量</translation>
    </message>
</context>
<context>
    <name>BenchRow</name>
    <message>
        <source>Exhibit</source>
        <translation>检材</translation>
    </message>
    <message>
        <source>SIMULATED BENCH: no device is attached, and every picture is marked so in the case and the PDF</source>
        <translation>模拟工作台：未连接任何设备，所有图像在案件和 PDF 中均标明“模拟”</translation>
    </message>
    <message>
        <source>Side</source>
        <translation>页面</translation>
    </message>
    <message>
        <source>Under the camera</source>
        <translation>相机下的证件</translation>
    </message>
</context>
<context>
    <name>CasePanel</name>
    <message>
        <source>Add exhibit…</source>
        <translation>添加检材…</translation>
    </message>
    <message>
        <source>Agency</source>
        <translation>检验机构</translation>
    </message>
    <message>
        <source>Case</source>
        <translation>案件信息</translation>
    </message>
    <message>
        <source>Case no.</source>
        <translation>案件编号</translation>
    </message>
    <message>
        <source>Condition</source>
        <translation>检材状态</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>说明</translation>
    </message>
    <message>
        <source>Examiner</source>
        <translation>检验人</translation>
    </message>
    <message>
        <source>Exhibit</source>
        <translation>检材</translation>
    </message>
    <message>
        <source>No case is open. The first capture or import makes one; Ctrl+N makes one with your own number.</source>
        <translation>尚未打开案件。首次采集或导入时自动新建；按 Ctrl+N 可自定编号新建。</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>编号</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>检验地点</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>检验要求</translation>
    </message>
    <message>
        <source>Received from</source>
        <translation>送检方</translation>
    </message>
</context>
<context>
    <name>Commands</name>
    <message numerus="yes">
        <source>%n file(s) left out:</source>
        <translation>
            <numerusform>%n 个文件未导入：</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s) imported.</source>
        <translation>
            <numerusform>已导入 %n 幅图像。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n thing(s) do not hold:</source>
        <translation>
            <numerusform>%n 处核验不符：</numerusform>
        </translation>
    </message>
    <message>
        <source>Another document lies under the camera. Exhibit {number} has pictures already: add an exhibit or make a new case for it.</source>
        <translation>相机下已换成另一证件，而检材 {number} 已有图像：请为其添加检材或新建案件。</translation>
    </message>
    <message>
        <source>Case files (*.qdcase)</source>
        <translation>案件文件 (*.qdcase)</translation>
    </message>
    <message>
        <source>Case {number}</source>
        <extracomment>What is being typed belongs to the case before these happen.</extracomment>
        <translation>案件 {number}</translation>
    </message>
    <message>
        <source>Checking every byte of the case…</source>
        <translation>正在核验案件的每个字节…</translation>
    </message>
    <message>
        <source>Every lamp is off.</source>
        <translation>全部光源已关闭。</translation>
    </message>
    <message>
        <source>Exhibit {number} has no conclusion.</source>
        <translation>检材 {number} 尚无检验结论。</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>Importing pictures…</source>
        <translation>正在导入图像…</translation>
    </message>
    <message>
        <source>Making the report…</source>
        <translation>正在生成报告…</translation>
    </message>
    <message>
        <source>No case open</source>
        <translation>未打开案件</translation>
    </message>
    <message>
        <source>Open case</source>
        <translation>打开案件</translation>
    </message>
    <message>
        <source>Report written: {path}</source>
        <translation>报告已生成：{path}</translation>
    </message>
    <message>
        <source>Saved {time}</source>
        <translation>已保存 {time}</translation>
    </message>
    <message>
        <source>The case file is intact: every hash and the whole chain hold.</source>
        <translation>案件文件通过完整性校验：全部哈希值和整条事件链均核验无误。</translation>
    </message>
    <message>
        <source>The case file is not intact</source>
        <translation>案件文件未通过完整性校验</translation>
    </message>
    <message>
        <source>The case holds no picture.</source>
        <translation>案件中没有图像。</translation>
    </message>
    <message>
        <source>The case names no examiner.</source>
        <translation>案件未填写检验人。</translation>
    </message>
    <message>
        <source>What</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>原因</translation>
    </message>
</context>
<context>
    <name>ComparisonView</name>
    <message>
        <source>%1, %2 mm</source>
        <translation>%1，%2 mm</translation>
    </message>
    <message>
        <source>No picture in this light.

Capture this light, or import pictures of the document from a folder.</source>
        <translation>此光源下没有图像。

请采集此光源，或从文件夹导入证件图像。</translation>
    </message>
    <message>
        <source>No specimen to compare with.

Choose a specimen, or a light in which it has a picture.</source>
        <translation>没有可比对的样本。

请选择样本，或选择样本有图像的光源。</translation>
    </message>
    <message>
        <source>Questioned document</source>
        <translation>送检证件</translation>
    </message>
    <message>
        <source>Specimen</source>
        <translation>样本</translation>
    </message>
    <message>
        <source>grey</source>
        <translation>灰度</translation>
    </message>
    <message>
        <source>pixel %1, %2</source>
        <translation>像素 %1，%2</translation>
    </message>
    <message>
        <source>scale unknown</source>
        <translation>比例未知</translation>
    </message>
</context>
<context>
    <name>ConclusionPanel</name>
    <message>
        <source>Conclusion on exhibit {number} is stored</source>
        <translation>检材 {number} 的检验结论已保存</translation>
    </message>
    <message>
        <source>Further types</source>
        <translation>其他类型</translation>
    </message>
    <message>
        <source>Limitations of this examination</source>
        <translation>本次检验的局限</translation>
    </message>
    <message>
        <source>Modus</source>
        <translation>伪造、变造手法</translation>
    </message>
    <message>
        <source>No conclusion yet on exhibit {number}</source>
        <translation>检材 {number} 尚无检验结论</translation>
    </message>
    <message>
        <source>Reasoning</source>
        <translation>论证</translation>
    </message>
    <message>
        <source>Save conclusion</source>
        <translation>保存结论</translation>
    </message>
    <message>
        <source>Type, the primary one</source>
        <translation>主要类型</translation>
    </message>
    <message>
        <source>– not stated –</source>
        <translation>（未指明）</translation>
    </message>
</context>
<context>
    <name>ControllerPage</name>
    <message numerus="yes">
        <source>%n channel(s)</source>
        <translation>
            <numerusform>%n 个通道</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Find and open it</source>
        <translation>查找并打开(&amp;F)</translation>
    </message>
    <message>
        <source>1. The light controller</source>
        <translation>1. 光源控制器</translation>
    </message>
    <message>
        <source>Attach the controller, switch it on, and choose its port; a port that is attached now appears by itself. It is opened with every lamp off.</source>
        <translation>连接控制器并接通电源，然后选择其端口；新接入的端口会自动出现。打开时所有灯均关闭。</translation>
    </message>
    <message>
        <source>Controller</source>
        <translation>控制器</translation>
    </message>
    <message>
        <source>I do not know: find out</source>
        <translation>不清楚：自动识别</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>端口</translation>
    </message>
    <message>
        <source>every lamp is off</source>
        <translation>所有灯已关闭</translation>
    </message>
    <message>
        <source>firmware {version}</source>
        <translation>固件 {version}</translation>
    </message>
    <message>
        <source>serial no. {number}</source>
        <translation>序列号 {number}</translation>
    </message>
    <message>
        <source>… Asking who is there. This takes up to a minute.</source>
        <translation>… 正在查询设备，最多需要一分钟。</translation>
    </message>
    <message>
        <source>… Opening the controller.</source>
        <translation>… 正在打开控制器。</translation>
    </message>
</context>
<context>
    <name>DevicePanel</name>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Devices of this bench</source>
        <translation>本工作台的设备</translation>
    </message>
    <message>
        <source>Firmware</source>
        <translation>固件</translation>
    </message>
    <message>
        <source>Lit so far</source>
        <translation>累计点亮</translation>
    </message>
    <message>
        <source>SIMULATED</source>
        <translation>模拟</translation>
    </message>
    <message>
        <source>Serial no.</source>
        <translation>序列号</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>起始时间</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>States of the selected device</source>
        <translation>所选设备的状态记录</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>状态记录</translation>
    </message>
    <message>
        <source>What happened, and what to do</source>
        <translation>原因及处理办法</translation>
    </message>
    <message>
        <source>Who it says it is</source>
        <translation>设备自报型号</translation>
    </message>
    <message>
        <source>Wire log</source>
        <translation>通信日志</translation>
    </message>
</context>
<context>
    <name>DevicesWindow</name>
    <message>
        <source>&amp;Close</source>
        <translation>关闭(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Devices</source>
        <translation>设备(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Light test</source>
        <translation>光源测试(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Ports</source>
        <translation>端口(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Set up a bench…</source>
        <translation>设置工作台(&amp;S)…</translation>
    </message>
    <message>
        <source>Bench file written: {path}. It is used at the next start.</source>
        <translation>工作台文件已写入：{path}。下次启动时使用。</translation>
    </message>
    <message>
        <source>Bench file written: {path}. To use it, start the program with: --bench bench:{path}</source>
        <translation>工作台文件已写入：{path}。如需使用，请以 --bench bench:{path} 启动程序。</translation>
    </message>
    <message>
        <source>Devices – QDBench</source>
        <translation>设备 – QDBench</translation>
    </message>
    <message>
        <source>Lamps &amp;off  [F8]</source>
        <translation>关灯(&amp;O)  [F8]</translation>
    </message>
    <message>
        <source>SIMULATED BENCH: the devices below are simulators</source>
        <translation>模拟工作台：以下设备均为模拟器</translation>
    </message>
    <message>
        <source>The earlier one is kept as {path}.</source>
        <translation>原文件已保留为 {path}。</translation>
    </message>
</context>
<context>
    <name>DocumentBox</name>
    <message>
        <source>Check</source>
        <translation>检查</translation>
    </message>
    <message>
        <source>Country</source>
        <translation>国家或地区</translation>
    </message>
    <message>
        <source>First year of issue</source>
        <translation>首次签发年份</translation>
    </message>
    <message>
        <source>Machine readable zone</source>
        <translation>机读区</translation>
    </message>
    <message>
        <source>Not read yet.</source>
        <translation>尚未读取。</translation>
    </message>
    <message>
        <source>Read</source>
        <translation>读取</translation>
    </message>
    <message>
        <source>Specimen to compare with</source>
        <translation>比对样本</translation>
    </message>
    <message>
        <source>The reference library is empty.</source>
        <translation>样本库为空。</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Type of document</source>
        <translation>证件类型</translation>
    </message>
    <message>
        <source>Type…</source>
        <translation>录入…</translation>
    </message>
    <message>
        <source>Year</source>
        <translation>年份</translation>
    </message>
    <message>
        <source>{model} is not in this library.</source>
        <translation>本样本库中没有 {model}。</translation>
    </message>
    <message>
        <source>– choose –</source>
        <translation>（请选择）</translation>
    </message>
    <message>
        <source>★ fits the machine readable zone.</source>
        <translation>★ 与机读区相符。</translation>
    </message>
</context>
<context>
    <name>ExhibitDialog</name>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Add an exhibit</source>
        <translation>添加检材</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>说明</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>编号</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>Browse…</source>
        <translation>浏览…</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Export PDF report</source>
        <translation>导出 PDF 报告</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Language of the report</source>
        <translation>报告语言</translation>
    </message>
    <message>
        <source>The report is made from what is stored in the case. An existing file of that name is replaced.</source>
        <translation>报告依据案件中所存内容生成。同名文件将被替换。</translation>
    </message>
</context>
<context>
    <name>FilePage</name>
    <message>
        <source>5. The bench file</source>
        <translation>5. 工作台文件</translation>
    </message>
    <message>
        <source>An earlier file of that name is kept beside it with the ending .bak. To use this bench, start the program with: --bench bench:{path}</source>
        <translation>同名的原文件以 .bak 后缀保留在旁边。如需使用此工作台，请以 --bench bench:{path} 启动程序。</translation>
    </message>
    <message>
        <source>Browse…</source>
        <translation>浏览…</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>The bench file</source>
        <translation>工作台文件</translation>
    </message>
    <message>
        <source>The window opens this bench at its next start. An earlier file of that name is kept beside it as bench.toml.bak.</source>
        <translation>下次启动时窗口将打开此工作台。同名的原文件保留为 bench.toml.bak。</translation>
    </message>
    <message>
        <source>This will be written. The devices in use stay as they are until the next start.</source>
        <translation>将写入以下内容。正在使用的设备在下次启动之前保持不变。</translation>
    </message>
</context>
<context>
    <name>FindingForm</name>
    <message>
        <source>Correct the finding</source>
        <translation>更正检验所见</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>放弃</translation>
    </message>
    <message>
        <source>Feature</source>
        <translation>特征</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>光源</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>方法</translation>
    </message>
    <message>
        <source>New finding</source>
        <translation>新增检验所见</translation>
    </message>
    <message>
        <source>Observation</source>
        <translation>观察结果</translation>
    </message>
    <message>
        <source>Of the specimen under this light</source>
        <translation>样本在此光源下的特征</translation>
    </message>
    <message>
        <source>On the document as a whole, without a picture</source>
        <translation>针对整份证件，不对应图像</translation>
    </message>
    <message>
        <source>On the whole picture · {light}</source>
        <translation>针对整幅图像 · {light}</translation>
    </message>
    <message>
        <source>Outline</source>
        <translation>多边形</translation>
    </message>
    <message>
        <source>Point</source>
        <translation>点</translation>
    </message>
    <message>
        <source>Rectangle</source>
        <translation>矩形</translation>
    </message>
    <message>
        <source>Save finding</source>
        <translation>保存检验所见</translation>
    </message>
    <message>
        <source>Significance</source>
        <translation>意义</translation>
    </message>
    <message>
        <source>What was expected</source>
        <translation>预期情况</translation>
    </message>
    <message>
        <source>What was seen</source>
        <translation>实际所见</translation>
    </message>
</context>
<context>
    <name>FindingsModel</name>
    <message>
        <source>Feature</source>
        <translation>特征</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>光源</translation>
    </message>
    <message>
        <source>No.</source>
        <extracomment>Symbol and tone of a significance.</extracomment>
        <translation>序号</translation>
    </message>
    <message>
        <source>Observation</source>
        <translation>观察结果</translation>
    </message>
</context>
<context>
    <name>FindingsPanel</name>
    <message>
        <source>Capture or import pictures first: a case is made for you.</source>
        <translation>请先采集或导入图像，案件将自动新建。</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>修改</translation>
    </message>
    <message>
        <source>Findings</source>
        <translation>检验所见</translation>
    </message>
    <message>
        <source>No specimen is chosen. Choose one in the tab “Case”, or read the machine readable zone.</source>
        <translation>尚未选择样本。请在“案件”页选择，或读取机读区。</translation>
    </message>
    <message>
        <source>Press R and draw a rectangle on the picture, or Ctrl+F for a finding without a region.</source>
        <translation>按 R 键在图像上画矩形，或按 Ctrl+F 记录不带区域的检验所见。</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>定位</translation>
    </message>
    <message>
        <source>The specimen names nothing to look for on this side under this light.</source>
        <translation>样本未列出此页面在此光源下的检查要点。</translation>
    </message>
    <message>
        <source>There is no finding in this case.</source>
        <translation>本案件没有检验所见。</translation>
    </message>
    <message>
        <source>What to look for</source>
        <translation>检查要点</translation>
    </message>
    <message>
        <source>Withdraw…</source>
        <translation>撤回…</translation>
    </message>
    <message>
        <source>level {number}</source>
        <translation>{number} 级</translation>
    </message>
</context>
<context>
    <name>HelpDialog</name>
    <message>
        <source>Help</source>
        <translation>帮助</translation>
    </message>
</context>
<context>
    <name>ImportDialog</name>
    <message>
        <source>Browse…</source>
        <translation>浏览…</translation>
    </message>
    <message>
        <source>Every picture that is named by its light is taken byte for byte: WHITE.jpg, UV365.tif, IR.png, VIS600.png … What names no light is listed and left out.</source>
        <translation>凡以光源命名的图像均逐字节原样导入：WHITE.jpg、UV365.tif、IR.png、VIS600.png 等。文件名不含光源的，列出后不予导入。</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Folder of pictures</source>
        <translation>图像文件夹</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>Import pictures</source>
        <translation>导入图像</translation>
    </message>
    <message>
        <source>Resolution, if the files do not say</source>
        <translation>分辨率（文件未注明时）</translation>
    </message>
    <message>
        <source>Side</source>
        <translation>页面</translation>
    </message>
    <message>
        <source>unknown: measuring stays off</source>
        <translation>未知：不启用测量</translation>
    </message>
</context>
<context>
    <name>LeaveDialog</name>
    <message>
        <source>Leave</source>
        <translation>离开</translation>
    </message>
    <message>
        <source>Leave the set-up</source>
        <translation>离开设置</translation>
    </message>
    <message>
        <source>The lamps are being switched off. No file was written; what you answered will be lost.</source>
        <translation>正在关闭所有灯。尚未写入文件，已填写的内容将丢失。</translation>
    </message>
</context>
<context>
    <name>LightGrid</name>
    <message>
        <source>Every light</source>
        <translation>全部光源</translation>
    </message>
    <message>
        <source>no picture yet</source>
        <translation>尚无图像</translation>
    </message>
</context>
<context>
    <name>LightPanel</name>
    <message>
        <source>A test lights one light, has it confirmed, takes one picture that is not stored, and switches off. Lay a white sheet under the camera.</source>
        <translation>测试时点亮一种光源并经设备确认，拍摄一张不保存的图像，随后关灯。请在相机下放一张白纸。</translation>
    </message>
    <message>
        <source>Brightness {brightness} %, {saturated} % of the picture at full scale, {exposure}, lit {lit} s.</source>
        <translation>亮度 {brightness} %，过饱和像素占 {saturated} %，{exposure}，点亮 {lit} 秒。</translation>
    </message>
    <message>
        <source>FALSE COLOUR</source>
        <translation>伪彩色</translation>
    </message>
    <message>
        <source>Picture of the test of {light}</source>
        <translation>{light} 的测试图像</translation>
    </message>
    <message>
        <source>SIMULATED</source>
        <translation>模拟</translation>
    </message>
    <message>
        <source>Test {light}</source>
        <translation>测试 {light}</translation>
    </message>
    <message>
        <source>exposed {exposure} ms</source>
        <translation>曝光 {exposure} ms</translation>
    </message>
    <message>
        <source>exposure not confirmed by the camera</source>
        <translation>相机未确认曝光时间</translation>
    </message>
    <message>
        <source>– not tested since this window was opened</source>
        <translation>– 打开本窗口后尚未测试</translation>
    </message>
    <message>
        <source>● testing …</source>
        <translation>● 正在测试…</translation>
    </message>
    <message>
        <source>⚠  UV harms eyes and skin, and you do not see it: close the lid, wear UV glasses and gloves before a UV light is tested.</source>
        <translation>⚠  紫外光伤害眼睛和皮肤，且肉眼不可见：测试紫外光源前请合上箱盖，佩戴防紫外眼镜和手套。</translation>
    </message>
    <message>
        <source>⚠ Almost dark: is the lamp the right one? Lengthen the exposure, or lay a sheet that answers.</source>
        <translation>⚠ 图像几乎全黑：灯是否正确？请延长曝光，或放置能反应的纸张。</translation>
    </message>
    <message>
        <source>⚠ Too bright: shorten the exposure or lower the percentage.</source>
        <translation>⚠ 过亮：请缩短曝光或降低百分比。</translation>
    </message>
    <message>
        <source>✓ Confirmed before and after the exposure: {light}. Then off, confirmed.</source>
        <translation>✓ 曝光前后均已确认：{light}。随后关灯，已确认。</translation>
    </message>
</context>
<context>
    <name>LightRow</name>
    <message>
        <source>UV in this case: {seconds} s</source>
        <translation>本案件紫外光照射：{seconds} 秒</translation>
    </message>
    <message>
        <source>UV on this document: {seconds} s</source>
        <translation>本证件紫外光照射：{seconds} 秒</translation>
    </message>
    <message>
        <source>– none</source>
        <translation>– 无</translation>
    </message>
    <message>
        <source>– stopped</source>
        <translation>– 已停止</translation>
    </message>
    <message>
        <source>○ waiting</source>
        <translation>○ 等待</translation>
    </message>
    <message>
        <source>● exposing</source>
        <translation>● 曝光</translation>
    </message>
    <message>
        <source>● lamp on</source>
        <translation>● 开灯</translation>
    </message>
    <message>
        <source>● settling</source>
        <translation>● 稳定</translation>
    </message>
    <message>
        <source>● storing</source>
        <translation>● 保存</translation>
    </message>
    <message>
        <source>✓ captured</source>
        <translation>✓ 已采集</translation>
    </message>
    <message>
        <source>✓ done</source>
        <translation>✓ 完成</translation>
    </message>
    <message>
        <source>✕ failed</source>
        <translation>✕ 失败</translation>
    </message>
</context>
<context>
    <name>LightStrip</name>
    <message numerus="yes">
        <source>%n finding(s)</source>
        <translation>
            <numerusform>%n 条检验所见</numerusform>
        </translation>
    </message>
    <message>
        <source>Lights</source>
        <translation>光源</translation>
    </message>
    <message>
        <source>no picture yet</source>
        <translation>尚无图像</translation>
    </message>
</context>
<context>
    <name>LookPage</name>
    <message>
        <source>2. What each channel makes</source>
        <translation>2. 各通道的光源</translation>
    </message>
    <message>
        <source>Brightness while looking</source>
        <translation>观察时的亮度</translation>
    </message>
    <message>
        <source>Every lamp &amp;off  [F8]</source>
        <translation>关闭所有灯(&amp;O)  [F8]</translation>
    </message>
    <message>
        <source>Light channel {channel}</source>
        <translation>点亮第 {channel} 通道</translation>
    </message>
    <message>
        <source>Light one channel after the other and say what you see. A lamp goes off by itself after {seconds} s. UV shows on white paper, which glows blue; infrared shows only in the camera. A channel left at “nothing” is not used.</source>
        <translation>请逐个点亮通道，并选择所见光源。灯在 {seconds} 秒后自动关闭。紫外光可使白纸发蓝光；红外光只有相机可见。选择“无”的通道不使用。</translation>
    </message>
    <message>
        <source>What you see on channel {channel}</source>
        <translation>第 {channel} 通道所见光源</translation>
    </message>
    <message>
        <source>another wavelength…</source>
        <translation>其他波长…</translation>
    </message>
    <message>
        <source>reports no wavelength</source>
        <translation>未报告波长</translation>
    </message>
    <message>
        <source>reports {wavelength} nm</source>
        <translation>报告 {wavelength} nm</translation>
    </message>
    <message>
        <source>– nothing, or not used</source>
        <translation>– 无，或不使用</translation>
    </message>
    <message>
        <source>… switching off</source>
        <translation>… 正在关闭</translation>
    </message>
    <message>
        <source>… switching on</source>
        <translation>… 正在点亮</translation>
    </message>
    <message>
        <source>○ off</source>
        <translation>○ 已关闭</translation>
    </message>
    <message>
        <source>● lit, off in {seconds} s</source>
        <translation>● 已点亮，{seconds} 秒后关闭</translation>
    </message>
    <message>
        <source>⚠  Any lamp may be UV, which harms eyes and skin and is not seen: close the lid or look through a UV filter, wear UV glasses and gloves, and never look into a lamp.</source>
        <translation>⚠  任何一盏灯都可能是紫外灯，紫外光伤害眼睛和皮肤且肉眼不可见：请合上箱盖或透过紫外滤光片观察，佩戴防紫外眼镜和手套，切勿直视灯具。</translation>
    </message>
    <message>
        <source>⚠  Each light may stand on one channel only. Named twice: {lights}</source>
        <translation>⚠  每种光源只能对应一个通道。重复的光源：{lights}</translation>
    </message>
    <message>
        <source>⚠ may still be lit</source>
        <translation>⚠ 可能仍然点亮</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>&amp;Recent cases</source>
        <translation>最近的案件(&amp;R)</translation>
    </message>
    <message>
        <source>Opening the bench…</source>
        <translation>正在打开工作台…</translation>
    </message>
    <message>
        <source>Toolbar</source>
        <translation>工具栏</translation>
    </message>
</context>
<context>
    <name>MessageBar</name>
    <message>
        <source>Dismiss</source>
        <translation>知道了</translation>
    </message>
</context>
<context>
    <name>MrzDialog</name>
    <message>
        <source>Characters: {lengths}</source>
        <translation>字符数：{lengths}</translation>
    </message>
    <message>
        <source>Keep these lines</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Lines</source>
        <translation>各行</translation>
    </message>
    <message>
        <source>Type every line exactly as printed, fillers (&lt;) included. Nothing is corrected.</source>
        <translation>请严格按证件所印录入每一行，包括填充符（&lt;）。程序不作任何更正。</translation>
    </message>
    <message>
        <source>Type the machine readable zone</source>
        <translation>录入机读区</translation>
    </message>
</context>
<context>
    <name>NewCaseDialog</name>
    <message>
        <source>Agency</source>
        <translation>检验机构</translation>
    </message>
    <message>
        <source>Case no.</source>
        <translation>案件编号</translation>
    </message>
    <message>
        <source>Examiner</source>
        <translation>检验人</translation>
    </message>
    <message>
        <source>File: {path}</source>
        <translation>文件：{path}</translation>
    </message>
    <message>
        <source>Make the case</source>
        <translation>新建</translation>
    </message>
    <message>
        <source>New case</source>
        <translation>新建案件</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>检验地点</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>检验要求</translation>
    </message>
</context>
<context>
    <name>Pane</name>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>%1 mm</source>
        <translation>%1 mm</translation>
    </message>
    <message>
        <source>16 bit, black at %1, white at %2</source>
        <translation>16 位，黑场 %1，白场 %2</translation>
    </message>
    <message>
        <source>Arrows move the picture, + and - zoom, F shows the whole page, Ctrl+1 shows pixel for pixel.</source>
        <translation>方向键移动图像，+ 和 - 缩放，F 显示整页，Ctrl+1 按像素显示。</translation>
    </message>
    <message>
        <source>Scale unknown: measuring is off</source>
        <translation>比例未知：不能测量</translation>
    </message>
</context>
<context>
    <name>Pictures</name>
    <message>
        <source>FALSE COLOUR</source>
        <translation>伪彩色</translation>
    </message>
    <message>
        <source>FROM FILE</source>
        <translation>文件导入</translation>
    </message>
    <message>
        <source>Questioned · {light}</source>
        <translation>送检证件 · {light}</translation>
    </message>
    <message>
        <source>SIMULATED</source>
        <translation>模拟</translation>
    </message>
    <message>
        <source>SPECIMEN</source>
        <translation>样本</translation>
    </message>
    <message>
        <source>Specimen · {light}</source>
        <translation>样本 · {light}</translation>
    </message>
    <message>
        <source>Specimen · {light} (nearest light)</source>
        <translation>样本 · {light}（最接近的光源）</translation>
    </message>
</context>
<context>
    <name>PortPanel</name>
    <message>
        <source>Ask who is there</source>
        <translation>查询设备</translation>
    </message>
    <message>
        <source>Asking sends the question of each kind to the port and changes nothing on a device of these kinds. Do not ask on a port that leads to some other machine.</source>
        <translation>查询时向端口发送各类设备的询问命令，不会改变这些设备的任何设置。请勿对连接其他机器的端口进行查询。</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>种类</translation>
    </message>
    <message>
        <source>Maker and product</source>
        <translation>厂商和产品</translation>
    </message>
    <message>
        <source>No serial port was found. Attach a device; it appears here by itself.</source>
        <translation>未找到串行端口。接入设备后会自动显示。</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>端口</translation>
    </message>
    <message>
        <source>SIMULATED</source>
        <translation>模拟</translation>
    </message>
    <message>
        <source>Serial no.</source>
        <translation>序列号</translation>
    </message>
    <message>
        <source>Serial ports of this computer</source>
        <translation>本机的串行端口</translation>
    </message>
    <message>
        <source>USB identity</source>
        <translation>USB 标识</translation>
    </message>
    <message>
        <source>Used by</source>
        <translation>使用者</translation>
    </message>
    <message>
        <source>Who answered</source>
        <translation>应答设备</translation>
    </message>
    <message>
        <source>every kind</source>
        <translation>所有种类</translation>
    </message>
    <message>
        <source>firmware {version}</source>
        <translation>固件 {version}</translation>
    </message>
    <message>
        <source>kind {kind}</source>
        <translation>种类 {kind}</translation>
    </message>
    <message>
        <source>serial no. {number}</source>
        <translation>序列号 {number}</translation>
    </message>
    <message>
        <source>… Asking on {port}. With every kind this takes up to a minute.</source>
        <translation>… 正在查询 {port}。逐一尝试所有种类最多需要一分钟。</translation>
    </message>
    <message>
        <source>… asking</source>
        <translation>… 正在查询</translation>
    </message>
</context>
<context>
    <name>SetUpWire</name>
    <message>
        <source>Wire log of the set-up</source>
        <translation>设置过程的通信日志</translation>
    </message>
</context>
<context>
    <name>SetUpWizard</name>
    <message>
        <source>&amp;Cancel</source>
        <translation>取消(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Next &gt;</source>
        <translation>下一步(&amp;N) &gt;</translation>
    </message>
    <message>
        <source>&amp;Write the bench file</source>
        <translation>写入工作台文件(&amp;W)</translation>
    </message>
    <message>
        <source>&lt; &amp;Back</source>
        <translation>&lt; 上一步(&amp;B)</translation>
    </message>
    <message>
        <source>Set up a bench</source>
        <translation>设置工作台</translation>
    </message>
    <message>
        <source>Wire &amp;log…</source>
        <translation>通信日志(&amp;L)…</translation>
    </message>
</context>
<context>
    <name>ShowAllDialog</name>
    <message>
        <source>Show everything</source>
        <translation>显示全部</translation>
    </message>
    <message>
        <source>Show personal data</source>
        <translation>显示个人信息</translation>
    </message>
    <message>
        <source>The log will show what the reader read of documents: names, document numbers, dates of birth, and what a chip holds. Show and save it only where you may, and only as long as the fault needs it. It is hidden again as soon as another device or page is chosen or this window is closed.</source>
        <translation>日志将显示阅读器从证件读取的内容：姓名、证件号码、出生日期以及芯片内容。仅在有权限且排除故障确有需要时显示和保存。选择其他设备、切换页面或关闭窗口后即重新隐藏。</translation>
    </message>
</context>
<context>
    <name>SignOffDialog</name>
    <message>
        <source>Pictures, findings and conclusion are frozen. Nothing in this case can be changed afterwards.</source>
        <translation>图像、检验所见和结论将被锁定。此后本案件任何内容均不可更改。</translation>
    </message>
    <message>
        <source>Sign off</source>
        <translation>签发案件</translation>
    </message>
    <message>
        <source>Sign off for good</source>
        <translation>确认签发</translation>
    </message>
</context>
<context>
    <name>ValuesPage</name>
    <message>
        <source>3. How each light is run</source>
        <translation>3. 各光源的参数</translation>
    </message>
    <message>
        <source>Brightness</source>
        <translation>亮度</translation>
    </message>
    <message>
        <source>Channel {channel}: {light}</source>
        <translation>第 {channel} 通道：{light}</translation>
    </message>
    <message>
        <source>Current limit</source>
        <translation>电流限值</translation>
    </message>
    <message>
        <source>Exposure</source>
        <translation>曝光</translation>
    </message>
    <message>
        <source>Longest on</source>
        <translation>最长点亮</translation>
    </message>
    <message>
        <source>Settles in</source>
        <translation>稳定时间</translation>
    </message>
    <message>
        <source>These values are sane to begin with; the light test shows afterwards what is too bright or dark. Give the current limit that the lamp&apos;s data sheet allows. Keep the longest time of UV short: it bleaches documents and harms eyes.</source>
        <translation>以下初始值较为稳妥；过亮或过暗可在之后的光源测试中看出。请按灯具数据手册填写电流限值。紫外光的最长点亮时间宜短：紫外光会使证件褪色并伤害眼睛。</translation>
    </message>
    <message>
        <source>as it is</source>
        <translation>保持不变</translation>
    </message>
</context>
<context>
    <name>WavelengthDialog</name>
    <message>
        <source>Another wavelength</source>
        <translation>其他波长</translation>
    </message>
    <message>
        <source>Take it</source>
        <translation>采用</translation>
    </message>
    <message>
        <source>The light is called {light}.</source>
        <translation>该光源的名称为 {light}。</translation>
    </message>
    <message>
        <source>Wavelength on the lamp&apos;s label</source>
        <translation>灯具标签上的波长</translation>
    </message>
</context>
<context>
    <name>WirePanel</name>
    <message>
        <source>Bytes as hexadecimal numbers</source>
        <translation>以十六进制显示</translation>
    </message>
    <message>
        <source>Bytes that went over the wire, newest last</source>
        <translation>通信线上的数据，最新在最后</translation>
    </message>
    <message>
        <source>Hide personal data</source>
        <translation>隐藏个人信息</translation>
    </message>
    <message>
        <source>Nothing went over a serial line of this device. A camera has none.</source>
        <translation>该设备没有串行通信数据。相机不使用串行线。</translation>
    </message>
    <message>
        <source>Save the wire log</source>
        <translation>保存通信日志</translation>
    </message>
    <message>
        <source>Save to file…</source>
        <translation>保存到文件…</translation>
    </message>
    <message>
        <source>Show everything…</source>
        <translation>显示全部…</translation>
    </message>
    <message>
        <source>Text files (*.txt)</source>
        <translation>文本文件 (*.txt)</translation>
    </message>
    <message>
        <source>What a document reader or a chip sent is shown by its length alone, because it carries the personal data of travellers. A log saved now can be passed on.</source>
        <translation>证件阅读器和芯片发送的内容涉及旅客个人信息，因此只显示其长度。此时保存的日志可以转交他人。</translation>
    </message>
    <message>
        <source>Wire log written: {path}</source>
        <translation>通信日志已写入：{path}</translation>
    </message>
    <message>
        <source>⚠  Personal data are shown. A log saved now holds them: do not pass it on.</source>
        <translation>⚠  正在显示个人信息。此时保存的日志含有个人信息，请勿转交他人。</translation>
    </message>
</context>
<context>
    <name>WireRows</name>
    <message>
        <source>Bytes</source>
        <translation>字节数</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Direction</source>
        <translation>方向</translation>
    </message>
    <message>
        <source>Meaning</source>
        <translation>含义</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>left out</source>
        <translation>已隐去</translation>
    </message>
    <message>
        <source>not read</source>
        <translation>未读取</translation>
    </message>
    <message>
        <source>received</source>
        <translation>接收</translation>
    </message>
    <message>
        <source>sent</source>
        <translation>发送</translation>
    </message>
</context>
<context>
    <name>WithdrawDialog</name>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>The finding stays in the case file with your reason, but no longer counts and is not printed as standing.</source>
        <translation>该检验所见及撤回原因仍保留在案件文件中，但不再计入，也不作为有效所见打印。</translation>
    </message>
    <message>
        <source>Withdraw</source>
        <translation>撤回</translation>
    </message>
    <message>
        <source>Withdraw the finding</source>
        <translation>撤回检验所见</translation>
    </message>
</context>
<context>
    <name>Workspace</name>
    <message>
        <source>Case</source>
        <translation>案件</translation>
    </message>
    <message>
        <source>Conclusion</source>
        <translation>检验结论</translation>
    </message>
    <message>
        <source>Findings</source>
        <translation>检验所见</translation>
    </message>
    <message>
        <source>■  This case is open for reading only: nothing you do here changes the file.</source>
        <translation>■  本案件以只读方式打开：任何操作都不会更改文件。</translation>
    </message>
    <message>
        <source>■  This case is signed off: it can be read, verified and printed, not changed.</source>
        <translation>■  本案件已签发：可查阅、校验和打印，不可更改。</translation>
    </message>
</context>
</TS>
