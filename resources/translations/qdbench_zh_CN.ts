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
    <name>BenchRow</name>
    <message>
        <source>Exhibit</source>
        <translation>检材</translation>
    </message>
    <message>
        <source>SIMULATED BENCH: no device is attached, and every picture is marked so in the case and the PDF</source>
        <extracomment>Symbol and tone of a state; its word always stands beside them.</extracomment>
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
    <name>LightRow</name>
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
