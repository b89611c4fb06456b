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
    <name>AccountDialog</name>
    <message>
        <source>Another account</source>
        <translation>新账户</translation>
    </message>
    <message>
        <source>From now on the station asks who is there, and every row carries a name. The first account is an administrator&apos;s: it makes the others and opens no case. Demonstration accounts vanish, and an open case is closed. Keep this passphrase: nobody can look it up.</source>
        <translation>此后本工作站要求登录，每条记录都带有姓名。第一个账户属于系统管理员：负责创建其他账户，但不能打开案件。演示账户将被删除，已打开的案件将关闭。请妥善保管口令：任何人都无法查询。</translation>
    </message>
    <message>
        <source>Make the account</source>
        <translation>创建账户</translation>
    </message>
    <message>
        <source>Name in cases and reports</source>
        <translation>案件和报告中的姓名</translation>
    </message>
    <message>
        <source>Roles</source>
        <translation>角色</translation>
    </message>
    <message>
        <source>Sign-in name</source>
        <translation>用户名</translation>
    </message>
    <message>
        <source>The first account</source>
        <translation>第一个账户</translation>
    </message>
    <message>
        <source>The person chooses a passphrase of their own at the first sign-in.</source>
        <translation>本人首次登录时须设置自己的口令。</translation>
    </message>
</context>
<context>
    <name>AccountsWindow</name>
    <message>
        <source>&amp;Close</source>
        <translation>关闭(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;History</source>
        <translation>历史(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;New account…</source>
        <translation>新建账户(&amp;N)…</translation>
    </message>
    <message>
        <source>&amp;Open the account again</source>
        <translation>重新启用账户(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Passphrase…</source>
        <translation>口令(&amp;P)…</translation>
    </message>
    <message>
        <source>&amp;Roles…</source>
        <translation>角色(&amp;R)…</translation>
    </message>
    <message>
        <source>Acc&amp;ounts</source>
        <translation>账户(&amp;O)</translation>
    </message>
    <message>
        <source>Account</source>
        <translation>账户</translation>
    </message>
    <message>
        <source>Account closed</source>
        <translation>停用账户</translation>
    </message>
    <message>
        <source>Account made</source>
        <translation>创建账户</translation>
    </message>
    <message>
        <source>Account opened again</source>
        <translation>重新启用账户</translation>
    </message>
    <message>
        <source>Accounts – QDBench</source>
        <translation>账户 – QDBench</translation>
    </message>
    <message>
        <source>An administrator manages accounts and opens no case; an auditor reads both and writes neither.</source>
        <translation>系统管理员管理账户，不能打开案件；审计员可查看两者，均不能更改。</translation>
    </message>
    <message>
        <source>By</source>
        <translation>操作人</translation>
    </message>
    <message>
        <source>Close the &amp;account</source>
        <translation>停用账户(&amp;A)</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>详情</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>Passphrase changed</source>
        <translation>更改口令</translation>
    </message>
    <message>
        <source>Passphrase set by an administrator, new key</source>
        <translation>系统管理员重设口令，启用新密钥</translation>
    </message>
    <message>
        <source>Roles</source>
        <translation>角色</translation>
    </message>
    <message>
        <source>Roles assigned</source>
        <translation>分配角色</translation>
    </message>
    <message>
        <source>Sign-in failed several times</source>
        <translation>多次登录失败</translation>
    </message>
    <message>
        <source>Sign-in name</source>
        <translation>用户名</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>创建时间</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>What</source>
        <translation>事项</translation>
    </message>
    <message>
        <source>chooses a passphrase at the next sign-in</source>
        <translation>下次登录时设置口令</translation>
    </message>
    <message>
        <source>open</source>
        <translation>启用</translation>
    </message>
    <message>
        <source>■ closed</source>
        <translation>■ 已停用</translation>
    </message>
</context>
<context>
    <name>Actions</name>
    <message>
        <source>&amp;100 %</source>
        <translation>原始大小(&amp;1)</translation>
    </message>
    <message>
        <source>&amp;2 : 1</source>
        <translation>2 : 1(&amp;2)</translation>
    </message>
    <message>
        <source>&amp;32 : 1</source>
        <translation>32 : 1(&amp;3)</translation>
    </message>
    <message>
        <source>&amp;4 : 1</source>
        <translation>4 : 1(&amp;4)</translation>
    </message>
    <message>
        <source>&amp;8 : 1</source>
        <translation>8 : 1(&amp;8)</translation>
    </message>
    <message>
        <source>&amp;About QDBench</source>
        <translation>关于 QDBench(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Accounts… (or the first account)</source>
        <translation>账户（或第一个账户）(&amp;A)…</translation>
    </message>
    <message>
        <source>&amp;Angle</source>
        <translation>角度(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Begin the examination</source>
        <translation>开始检验(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;Bench</source>
        <translation>工作台(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;Blink</source>
        <translation>闪烁对比(&amp;B)</translation>
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
        <source>&amp;Comment…</source>
        <translation>批注(&amp;C)…</translation>
    </message>
    <message>
        <source>&amp;Crosshair in both</source>
        <translation>两图十字线(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Curtain</source>
        <translation>卷帘对比(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Demonstration accounts</source>
        <translation>演示账户(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Devices…</source>
        <translation>设备(&amp;D)…</translation>
    </message>
    <message>
        <source>&amp;Difference</source>
        <translation>差异(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Distance</source>
        <translation>距离(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Edit finding</source>
        <translation>修改检验所见(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Enhance the picture</source>
        <translation>图像增强(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Even out the light</source>
        <translation>照明均匀化(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Export PDF report…</source>
        <translation>导出 PDF 报告(&amp;E)…</translation>
    </message>
    <message>
        <source>&amp;False-colour merge</source>
        <translation>伪彩叠加(&amp;F)</translation>
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
        <source>&amp;Hole</source>
        <translation>孔(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Import pictures…</source>
        <translation>导入图像(&amp;I)…</translation>
    </message>
    <message>
        <source>&amp;Issue the report…</source>
        <translation>出具报告(&amp;I)…</translation>
    </message>
    <message>
        <source>&amp;Join captures…</source>
        <translation>多图合成(&amp;J)…</translation>
    </message>
    <message>
        <source>&amp;Keep view…</source>
        <translation>保留视图(&amp;K)…</translation>
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
        <source>&amp;Length along a line</source>
        <translation>折线长度(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Less</source>
        <translation>减小(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Link both pictures</source>
        <translation>两图联动(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Lock</source>
        <translation>锁定(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Mirror</source>
        <translation>镜像(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;More</source>
        <translation>增大(&amp;M)</translation>
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
        <source>&amp;Opacity</source>
        <translation>叠加透明度(&amp;O)</translation>
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
        <source>&amp;Overrule the check…</source>
        <translation>推翻检查结果(&amp;O)…</translation>
    </message>
    <message>
        <source>&amp;Pitch of a row</source>
        <translation>间距(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Previous light</source>
        <translation>上一光源(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Profile of the screen…</source>
        <translation>显示器特性文件(&amp;P)…</translation>
    </message>
    <message>
        <source>&amp;Purge…</source>
        <translation>销毁数据(&amp;P)…</translation>
    </message>
    <message>
        <source>&amp;Queue of cases…</source>
        <extracomment>What may be done with a case as a whole; the store refuses what the person may not, and says why.</extracomment>
        <translation>案件队列(&amp;Q)…</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>退出(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;Radius</source>
        <translation>半径(&amp;R)</translation>
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
        <source>&amp;Redo</source>
        <translation>重做(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Return with reasons…</source>
        <translation>退回并说明理由(&amp;R)…</translation>
    </message>
    <message>
        <source>&amp;Side by side</source>
        <translation>并排对比(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Sign in…</source>
        <translation>登录(&amp;S)…</translation>
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
        <source>&amp;Specimen or other light</source>
        <translation>切换样本或另一光源(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Submit for review</source>
        <translation>提交复核(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Teach checks…</source>
        <translation>训练检查项目(&amp;T)…</translation>
    </message>
    <message>
        <source>&amp;Turn right</source>
        <translation>向右旋转(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Type the machine readable zone…</source>
        <translation>录入机读区(&amp;T)…</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>撤销(&amp;U)</translation>
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
        <source>&amp;Which document is it…</source>
        <translation>识别证件种类(&amp;W)…</translation>
    </message>
    <message>
        <source>&amp;Withdraw finding…</source>
        <translation>撤回检验所见(&amp;W)…</translation>
    </message>
    <message>
        <source>&amp;Zone and cross-check…</source>
        <translation>机读区与交叉核对(&amp;Z)…</translation>
    </message>
    <message>
        <source>1&amp;6 : 1</source>
        <translation>16 : 1(&amp;6)</translation>
    </message>
    <message>
        <source>1, 2, 4 or 8 screen pixels for one pixel of the picture</source>
        <translation>图像的一个像素显示为 1、2、4 或 8 个屏幕像素</translation>
    </message>
    <message>
        <source>A second examiner concludes without knowing what the first one said</source>
        <translation>另一名检验人员在不知晓原结论的情况下独立作出结论</translation>
    </message>
    <message>
        <source>A&amp;nswer the comment…</source>
        <translation>回复批注(&amp;N)…</translation>
    </message>
    <message>
        <source>A&amp;rea</source>
        <translation>面积(&amp;E)</translation>
    </message>
    <message>
        <source>Add an e&amp;xhibit…</source>
        <translation>添加检材(&amp;X)…</translation>
    </message>
    <message>
        <source>Along a line of points</source>
        <translation>沿多个点连成的折线测量</translation>
    </message>
    <message>
        <source>Approve: &amp;administrative review…</source>
        <translation>通过：行政复核(&amp;A)…</translation>
    </message>
    <message>
        <source>Approve: &amp;technical review…</source>
        <translation>通过：技术复核(&amp;T)…</translation>
    </message>
    <message>
        <source>Archi&amp;ve</source>
        <translation>归档(&amp;V)</translation>
    </message>
    <message>
        <source>Around grey: brighter where the second picture is brighter</source>
        <translation>以灰色为零：第二幅较亮处显示为亮</translation>
    </message>
    <message>
        <source>Ask for blind &amp;verification…</source>
        <translation>请求盲法复检(&amp;V)…</translation>
    </message>
    <message>
        <source>At a corner between two sides; needs no scale</source>
        <translation>测量顶点处两边的夹角；无需比例</translation>
    </message>
    <message>
        <source>Bent pa&amp;ge</source>
        <translation>弯曲页面(&amp;G)</translation>
    </message>
    <message>
        <source>Best &amp;light</source>
        <translation>最佳光源(&amp;L)</translation>
    </message>
    <message>
        <source>Between two points</source>
        <translation>测量两点之间的距离</translation>
    </message>
    <message>
        <source>Both pictures at once, as on a light table</source>
        <translation>两图透叠显示，如同置于透光台上</translation>
    </message>
    <message>
        <source>Brightness, contrast, noise, relief: steps that leave the capture as it is</source>
        <translation>亮度、对比度、降噪、浮雕等处理步骤，原始图像保持不变</translation>
    </message>
    <message>
        <source>Bring the second picture to the brightness of the first before comparing</source>
        <translation>比对前将第二幅图像调整到第一幅的亮度</translation>
    </message>
    <message>
        <source>C&amp;ustody of the item…</source>
        <translation>检材保管记录(&amp;U)…</translation>
    </message>
    <message>
        <source>Cali&amp;brate…</source>
        <translation>标定(&amp;B)…</translation>
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
        <source>Change my &amp;passphrase…</source>
        <translation>更改本人口令(&amp;P)…</translation>
    </message>
    <message>
        <source>Characters or lines of print: pitch, spread and deviation from the baseline</source>
        <translation>字符或印刷线条的间距、离散与基线偏差</translation>
    </message>
    <message>
        <source>Check every stored byte and the whole chain of events</source>
        <translation>核验所存每个字节及整条事件链</translation>
    </message>
    <message>
        <source>Chosen lights at once, questioned over specimen, under one zoom</source>
        <translation>同时显示所选光源，送检在上、样本在下，同步缩放</translation>
    </message>
    <message>
        <source>Clos&amp;e the file on it</source>
        <translation>结案(&amp;E)</translation>
    </message>
    <message>
        <source>Close the case and leave the station to somebody else</source>
        <translation>关闭案件并退出，由他人使用工作站</translation>
    </message>
    <message>
        <source>Co&amp;mpare</source>
        <translation>比对(&amp;M)</translation>
    </message>
    <message>
        <source>Comment on a re&amp;gion</source>
        <translation>对区域批注(&amp;G)</translation>
    </message>
    <message>
        <source>Compare with the specimen, or with the light in hand before this one</source>
        <translation>与样本比对，或与前一个光源的图像比对</translation>
    </message>
    <message>
        <source>Comparison s&amp;heet…</source>
        <translation>比对图表(&amp;H)…</translation>
    </message>
    <message>
        <source>Cover the window until you type your passphrase; a capture goes on</source>
        <translation>遮盖窗口，输入口令后恢复；正在进行的采集继续</translation>
    </message>
    <message>
        <source>Difference beyond &amp;noise</source>
        <translation>超出噪声的差异(&amp;N)</translation>
    </message>
    <message>
        <source>Draw a place to see its values in every light</source>
        <translation>选取一处，查看其在各光源下的数值</translation>
    </message>
    <message>
        <source>Draw a rectangle on the picture for a finding</source>
        <translation>在图像上画矩形，记录检验所见</translation>
    </message>
    <message>
        <source>Draw a region on the picture and say something of it</source>
        <translation>在图像上画出区域并加批注</translation>
    </message>
    <message>
        <source>Draw a second place, to find the light that tells both apart</source>
        <translation>选取第二处，查找最能区分两处的光源</translation>
    </message>
    <message>
        <source>Draw an outline on the picture for a finding; a double click closes it</source>
        <translation>在图像上画多边形，记录检验所见；双击闭合</translation>
    </message>
    <message>
        <source>Draw the questioned picture away from the other like a curtain; drag its edge</source>
        <translation>像拉开卷帘一样移开送检图像，可拖动边线</translation>
    </message>
    <message>
        <source>E&amp;xport picture…</source>
        <translation>导出图像(&amp;X)…</translation>
    </message>
    <message>
        <source>Each picture in its own colour; grey where they agree</source>
        <translation>两图各用一种颜色，一致处为灰色</translation>
    </message>
    <message>
        <source>Encr&amp;ypted copy…</source>
        <translation>加密副本(&amp;Y)…</translation>
    </message>
    <message>
        <source>Every case of a folder: what waits, what changed since you last looked</source>
        <translation>文件夹内的全部案件：哪些待办，自上次查看后有何变化</translation>
    </message>
    <message>
        <source>Every character over its picture, check digits, and what each source says</source>
        <translation>逐字符对照图像、校验码以及各来源的内容</translation>
    </message>
    <message>
        <source>Every light on one PDF sheet, the questioned document over the specimen</source>
        <translation>将全部光源列于一份 PDF 图表：上为送检证件，下为样本</translation>
    </message>
    <message>
        <source>Every pixel of the picture as a square of so many pixels of the screen</source>
        <translation>图像的每个像素显示为相应边长的屏幕像素方块</translation>
    </message>
    <message>
        <source>Export the lo&amp;g of checks…</source>
        <translation>导出检查日志(&amp;G)…</translation>
    </message>
    <message>
        <source>F&amp;ull screen</source>
        <translation>全屏(&amp;U)</translation>
    </message>
    <message>
        <source>Follow a page that is not flat; takes longer</source>
        <translation>按不平整的页面配准，耗时较长</translation>
    </message>
    <message>
        <source>Freeze pictures, findings and conclusion; nothing can be changed afterwards</source>
        <translation>锁定图像、检验所见和检验结论，此后不可更改</translation>
    </message>
    <message>
        <source>Give the case back to its examiner</source>
        <translation>将案件退回检验员</translation>
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
        <source>Go to the &amp;measurements</source>
        <translation>转到测量结果(&amp;M)</translation>
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
        <source>Go to the machine chec&amp;ks</source>
        <translation>转到机器检查(&amp;K)</translation>
    </message>
    <message>
        <source>Go to the re&amp;view</source>
        <translation>转到复核(&amp;V)</translation>
    </message>
    <message>
        <source>Hand the case over; it cannot be changed until it is returned</source>
        <translation>提交案件；退回之前不能更改</translation>
    </message>
    <message>
        <source>Holes in two centimetres, from their centres in order</source>
        <translation>依次点取孔中心，测量每两厘米的孔数</translation>
    </message>
    <message>
        <source>How far the pictures lie apart; black where they are the same</source>
        <translation>两图相差多少，相同处为黑色</translation>
    </message>
    <message>
        <source>How long the case is kept, and whether it may be purged</source>
        <translation>案件保存期限，以及是否可销毁数据</translation>
    </message>
    <message>
        <source>Inside an outline</source>
        <translation>测量轮廓内的面积</translation>
    </message>
    <message>
        <source>Keep how this view was made; a finding begun here names it</source>
        <translation>保留此视图的生成步骤，随后新增的检验所见将注明该视图</translation>
    </message>
    <message>
        <source>Kept &amp;views</source>
        <translation>保留的视图(&amp;V)</translation>
    </message>
    <message>
        <source>L&amp;uminescence above the page</source>
        <translation>高于纸张本底的荧光(&amp;U)</translation>
    </message>
    <message>
        <source>Lay a grid of millimetres over pictures of known scale</source>
        <translation>在已知比例的图像上叠加毫米网格</translation>
    </message>
    <message>
        <source>Lay the pictures by details that you point out in both</source>
        <translation>在两图中逐一指出相同细节，据此配准</translation>
    </message>
    <message>
        <source>Left and right of the view change places</source>
        <translation>视图左右互换</translation>
    </message>
    <message>
        <source>Lights and combinations of lights by how well they tell A and B apart</source>
        <translation>按区分 A 与 B 的能力排列光源及光源组合</translation>
    </message>
    <message>
        <source>Linked &amp;panes</source>
        <translation>联动多窗格(&amp;P)</translation>
    </message>
    <message>
        <source>Lou&amp;pe</source>
        <translation>放大镜(&amp;P)</translation>
    </message>
    <message>
        <source>M&amp;easure</source>
        <translation>测量(&amp;E)</translation>
    </message>
    <message>
        <source>Magnify what lies at the pointer while the key is held; a short press stays</source>
        <translation>按住按键时放大指针处的内容；短按则保持</translation>
    </message>
    <message>
        <source>Mark a place on a specimen and learn thresholds from captures, for a curator</source>
        <translation>在样本上标出区域并由图像学习阈值（样本管理员）</translation>
    </message>
    <message>
        <source>Mark in the other picture the place that the pointer shows</source>
        <translation>在另一幅图像上标出指针所指的位置</translation>
    </message>
    <message>
        <source>Match &amp;tones</source>
        <translation>亮度匹配(&amp;T)</translation>
    </message>
    <message>
        <source>Method, findings and reasoning hold</source>
        <translation>检验方法、检验所见和论证成立</translation>
    </message>
    <message>
        <source>Millimetre g&amp;rid</source>
        <translation>毫米网格(&amp;R)</translation>
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
        <source>Next &amp;irregular check</source>
        <translation>下一项异常检查(&amp;I)</translation>
    </message>
    <message>
        <source>Nothing more is expected of this case</source>
        <translation>本案件不再有后续工作</translation>
    </message>
    <message>
        <source>Of a round edge, from three points or more</source>
        <translation>由三个或更多点测量圆弧边缘的半径</translation>
    </message>
    <message>
        <source>One marked account for each role, to try out how several people work</source>
        <translation>每个角色一个带标记的账户，用于试用多人协作</translation>
    </message>
    <message>
        <source>One picture and then the other, at a set rate</source>
        <translation>按设定频率交替显示两图</translation>
    </message>
    <message>
        <source>One picture pixel on one screen pixel</source>
        <translation>一个图像像素对应一个屏幕像素</translation>
    </message>
    <message>
        <source>Only what neither noise nor the position of the pictures explains</source>
        <translation>只显示噪声和配准误差都不能解释的差异</translation>
    </message>
    <message>
        <source>Pe&amp;ople</source>
        <translation>人员(&amp;O)</translation>
    </message>
    <message>
        <source>Perforation &amp;gauge</source>
        <translation>齿孔度数(&amp;G)</translation>
    </message>
    <message>
        <source>Pict&amp;ure</source>
        <translation>图像(&amp;U)</translation>
    </message>
    <message>
        <source>Place &amp;A for spectra</source>
        <translation>光谱取样处 A(&amp;A)</translation>
    </message>
    <message>
        <source>Place &amp;B for spectra</source>
        <translation>光谱取样处 B(&amp;B)</translation>
    </message>
    <message>
        <source>Power of the l&amp;oupe</source>
        <translation>放大镜倍率(&amp;O)</translation>
    </message>
    <message>
        <source>Propose models of the reference library by zone and picture, with reasons</source>
        <translation>依据机读区和图像在样本库中查找可能的样本，并说明理由</translation>
    </message>
    <message>
        <source>Put the case away; it can be read, or purged when its time is over</source>
        <translation>归档保存；可查看，期满后可销毁数据</translation>
    </message>
    <message>
        <source>Questioned document and partner beside each other</source>
        <translation>送检证件与比对图像并排显示</translation>
    </message>
    <message>
        <source>Redac&amp;ted copy…</source>
        <translation>脱敏副本(&amp;T)…</translation>
    </message>
    <message>
        <source>Remove pictures and personal data for ever; the case number is typed first</source>
        <translation>永久删除图像和个人数据；须先输入案件编号</translation>
    </message>
    <message>
        <source>Retention and legal &amp;hold…</source>
        <translation>保存期限与法定保全(&amp;H)…</translation>
    </message>
    <message>
        <source>Revie&amp;w</source>
        <translation>复核(&amp;W)</translation>
    </message>
    <message>
        <source>Run the machine &amp;checks</source>
        <translation>运行机器检查(&amp;C)</translation>
    </message>
    <message>
        <source>S&amp;igned difference</source>
        <translation>带符号差异(&amp;I)</translation>
    </message>
    <message>
        <source>Say how it was settled; it stays in the file</source>
        <translation>说明处理结果；批注保留在案件中</translation>
    </message>
    <message>
        <source>Say something else than the machine, with a reason; both are kept</source>
        <translation>给出与机器不同的结论并说明理由；两者均保留</translation>
    </message>
    <message>
        <source>Say something of the case, or of the selected finding</source>
        <translation>对案件或所选检验所见加批注</translation>
    </message>
    <message>
        <source>Say that the examination has begun; the first picture says it as well</source>
        <translation>标记检验已开始；采集第一幅图像时也会自动标记</translation>
    </message>
    <message>
        <source>Say who works here; another person signs in the same way</source>
        <translation>登录工作站；换人时同样操作</translation>
    </message>
    <message>
        <source>Scale, flat field, white balance, alignment and settle times of the bench</source>
        <translation>测量工作台的比例、平场、白平衡、光源图像对齐与稳定时间</translation>
    </message>
    <message>
        <source>Set &amp;points…</source>
        <translation>设置对应点(&amp;P)…</translation>
    </message>
    <message>
        <source>Sett&amp;le the comment…</source>
        <translation>处理批注(&amp;L)…</translation>
    </message>
    <message>
        <source>Several captures in one: focus stack, dynamic range, stitched sheet, relief</source>
        <translation>多幅合一：景深合成、高动态范围、拼接、浮雕</translation>
    </message>
    <message>
        <source>Show the capture as it was taken while the key is held; a short press stays</source>
        <translation>按住按键时显示采集的原始图像；短按则保持</translation>
    </message>
    <message>
        <source>Show the whole page</source>
        <translation>显示整页</translation>
    </message>
    <message>
        <source>Show white pictures through the ICC profile of this screen</source>
        <translation>按本显示器的 ICC 特性文件显示白光图像</translation>
    </message>
    <message>
        <source>Sign &amp;out</source>
        <translation>退出登录(&amp;O)</translation>
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
        <source>T&amp;urn the curtain</source>
        <translation>顺时针旋转卷帘(&amp;U)</translation>
    </message>
    <message>
        <source>Take back the last step on the picture in hand</source>
        <translation>撤销对当前图像的上一步处理</translation>
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
        <source>Take the step that was taken back again</source>
        <translation>恢复刚撤销的处理</translation>
    </message>
    <message>
        <source>Take uneven light off both pictures before comparing</source>
        <translation>比对前去除两幅图像的照明不均</translation>
    </message>
    <message>
        <source>The case is complete, its numbers and names are right</source>
        <translation>案件材料齐全，编号和姓名无误</translation>
    </message>
    <message>
        <source>The next check that is not as it should be, with its light and its place</source>
        <translation>下一项结果异常的检查，连同其光源与位置</translation>
    </message>
    <message>
        <source>Turn &amp;left</source>
        <translation>向左旋转(&amp;L)</translation>
    </message>
    <message>
        <source>Turn the curtain &amp;back</source>
        <translation>逆时针旋转卷帘(&amp;B)</translation>
    </message>
    <message>
        <source>Turn the parameter of this way to compare down</source>
        <translation>减小当前比对方式的参数</translation>
    </message>
    <message>
        <source>Turn the parameter of this way to compare up</source>
        <translation>增大当前比对方式的参数</translation>
    </message>
    <message>
        <source>Turn the view by a quarter, anticlockwise</source>
        <translation>将视图逆时针旋转 90 度</translation>
    </message>
    <message>
        <source>Turn the view by a quarter, clockwise</source>
        <translation>将视图顺时针旋转 90 度</translation>
    </message>
    <message>
        <source>U&amp;ntouched capture</source>
        <translation>原始图像(&amp;N)</translation>
    </message>
    <message>
        <source>Views kept in this case; show them again, replay them</source>
        <translation>本案件保留的视图：重新显示或重现核验</translation>
    </message>
    <message>
        <source>What glows more than the page itself, in the light on the screen</source>
        <translation>显示当前光源下荧光强于纸张本底的部分</translation>
    </message>
    <message>
        <source>Who may sign in as what; a station without accounts makes its first one here</source>
        <translation>谁可以以何种角色登录；未设账户的工作站在此创建第一个账户</translation>
    </message>
    <message>
        <source>Width, height and area of a perforation, from points round its edge</source>
        <translation>沿孔边缘取点，测量孔的宽、高和面积</translation>
    </message>
    <message>
        <source>Write a copy of the case that only a key opens; the original stays</source>
        <translation>写出只有密钥才能打开的案件副本；原件保留</translation>
    </message>
    <message>
        <source>Write a finding on the whole picture, without a region</source>
        <translation>就整幅图像记录检验所见，不标注区域</translation>
    </message>
    <message>
        <source>Write a folder of masked pictures that name nobody, for colleagues elsewhere</source>
        <translation>写出不含任何人身份信息的遮盖图像文件夹，供其他单位的同事使用</translation>
    </message>
    <message>
        <source>Write down where the item went, between whom, under which seal</source>
        <translation>记录检材去向、交接双方和封签</translation>
    </message>
    <message>
        <source>Write the PDF and record it; a later version says what changed</source>
        <translation>生成 PDF 并登记；后续版本须说明更改内容</translation>
    </message>
    <message>
        <source>Write what is shown as PNG or TIFF with a caption</source>
        <translation>将当前视图连同说明存为 PNG 或 TIFF</translation>
    </message>
    <message>
        <source>XML aligned with BSI TR-03135: every check with what it measured</source>
        <translation>参照 BSI TR-03135 的 XML：全部检查及其测量值</translation>
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
    <name>ApproveDialog</name>
    <message>
        <source>Approve</source>
        <translation>通过</translation>
    </message>
    <message>
        <source>Method, findings and reasoning hold. Your key signs this.</source>
        <translation>检验方法、检验所见和论证成立。将以您的密钥签署。</translation>
    </message>
    <message>
        <source>Remark</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>The case is complete and its numbers and names are right. Your key signs this.</source>
        <translation>案件材料齐全，编号和姓名无误。将以您的密钥签署。</translation>
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
    <name>Beside</name>
    <message>
        <source>LAID BY WHITE</source>
        <translation>按白光配准</translation>
    </message>
    <message>
        <source>NOT LAID</source>
        <translation>未配准</translation>
    </message>
</context>
<context>
    <name>CalibrationWindow</name>
    <message>
        <source>&amp;Cancel  [Esc]</source>
        <translation>取消(&amp;C)  [Esc]</translation>
    </message>
    <message>
        <source>C&amp;lose</source>
        <translation>关闭(&amp;L)</translation>
    </message>
    <message>
        <source>Calibration – QDBench</source>
        <translation>标定 – QDBench</translation>
    </message>
    <message>
        <source>Lamps &amp;off  [F8]</source>
        <translation>关闭全部光源(&amp;O)  [F8]</translation>
    </message>
    <message>
        <source>SIMULATED BENCH: what is measured here holds for no real bench</source>
        <translation>模拟工作台：此处测得的结果不适用于任何真实工作台</translation>
    </message>
    <message>
        <source>What holds</source>
        <translation>现行标定</translation>
    </message>
    <message>
        <source>computing</source>
        <translation>计算中</translation>
    </message>
    <message>
        <source>dark</source>
        <translation>暗场</translation>
    </message>
    <message>
        <source>lamp on</source>
        <translation>灯亮</translation>
    </message>
    <message>
        <source>● measuring …</source>
        <translation>● 正在测量…</translation>
    </message>
    <message>
        <source>● {light}: {phase} ({number} of {total})</source>
        <translation>● {light}：{phase}（{number}/{total}）</translation>
    </message>
</context>
<context>
    <name>CaptionWords</name>
    <message>
        <source>Case {case}, exhibit {exhibit}, {page}</source>
        <translation>案件 {case}，检材 {exhibit}，{page}</translation>
    </message>
    <message>
        <source>Colours: profile of the original, {profile}</source>
        <translation>色彩：采用原图特性文件 {profile}</translation>
    </message>
    <message>
        <source>Colours: the original names no profile; {profile} assumed</source>
        <translation>色彩：原图未注明特性文件，按 {profile} 处理</translation>
    </message>
    <message>
        <source>FALSE COLOUR</source>
        <translation>伪彩色</translation>
    </message>
    <message>
        <source>Original SHA-256 {sha256}</source>
        <translation>原始图像 SHA-256 {sha256}</translation>
    </message>
    <message>
        <source>PROCESSED</source>
        <translation>经处理</translation>
    </message>
    <message>
        <source>Picture SHA-256 {sha256}</source>
        <translation>本图像 SHA-256 {sha256}</translation>
    </message>
    <message>
        <source>Questioned · {light}</source>
        <translation>送检证件 · {light}</translation>
    </message>
    <message>
        <source>Recipe SHA-256 {sha256}</source>
        <translation>处理步骤 SHA-256 {sha256}</translation>
    </message>
    <message>
        <source>Scale unknown</source>
        <translation>比例未知</translation>
    </message>
    <message>
        <source>Specimen · {light}</source>
        <translation>样本 · {light}</translation>
    </message>
    <message>
        <source>Steps: {steps}</source>
        <translation>处理步骤：{steps}</translation>
    </message>
    <message>
        <source>{number} px/mm</source>
        <translation>{number} 像素/毫米</translation>
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
    <name>CellsView</name>
    <message>
        <source>Characters of the zone</source>
        <translation>机读区字符</translation>
    </message>
</context>
<context>
    <name>ChangePassphraseDialog</name>
    <message>
        <source>Change</source>
        <translation>更改</translation>
    </message>
    <message>
        <source>Change my passphrase</source>
        <translation>更改本人口令</translation>
    </message>
    <message>
        <source>Passphrase now</source>
        <translation>当前口令</translation>
    </message>
    <message>
        <source>Several words are easy to remember. Your key stays the same.</source>
        <translation>可使用多个词组，便于记忆。您的密钥保持不变。</translation>
    </message>
</context>
<context>
    <name>CheckCommands</name>
    <message>
        <source>Log of checks written: {path}</source>
        <translation>检查日志已写入：{path}</translation>
    </message>
</context>
<context>
    <name>CheckLogDialog</name>
    <message>
        <source>Browse…</source>
        <translation>浏览…</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Export the log of checks</source>
        <translation>导出检查日志</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>With values read and reasons: they may name the holder</source>
        <translation>包含所读内容及理由（可能识别持证人）</translation>
    </message>
    <message>
        <source>XML aligned with BSI TR-03135, not conforming to it. An existing file of that name is replaced.</source>
        <translation>参照 BSI TR-03135 的 XML，但不声明符合该规范。同名文件将被替换。</translation>
    </message>
</context>
<context>
    <name>ChecksPanel</name>
    <message>
        <source>Check again</source>
        <translation>重新检查</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>有检查项未通过</translation>
    </message>
    <message>
        <source>Machine checks, the worst first</source>
        <translation>机器检查，最严重者在前</translation>
    </message>
    <message>
        <source>Not checked yet.</source>
        <translation>尚未检查。</translation>
    </message>
    <message>
        <source>Overruled by the examiner: {outcome}. {note}</source>
        <translation>已由鉴定人推翻：{outcome}。{note}</translation>
    </message>
    <message>
        <source>Overrule…</source>
        <translation>推翻…</translation>
    </message>
    <message>
        <source>Run every machine check on this exhibit</source>
        <translation>对本检材执行全部机器检查</translation>
    </message>
    <message>
        <source>Say something else, with a reason; both are kept</source>
        <translation>给出不同结论并说明理由；两者均保留</translation>
    </message>
    <message>
        <source>Successful</source>
        <translation>所查各项均通过</translation>
    </message>
    <message>
        <source>The checks run after each capture of all lights.</source>
        <translation>每次全光源采集后自动执行检查。</translation>
    </message>
    <message>
        <source>The machine never says that a document is genuine.</source>
        <translation>机器从不判定证件为真。</translation>
    </message>
    <message>
        <source>measured | threshold: {value}</source>
        <translation>实测值 | 阈值：{value}</translation>
    </message>
    <message>
        <source>{count} Failed</source>
        <translation>{count} 项未通过</translation>
    </message>
    <message>
        <source>{count} Successful</source>
        <translation>{count} 项通过</translation>
    </message>
</context>
<context>
    <name>ColourStatus</name>
    <message>
        <source>Colour: {screen}</source>
        <translation>色彩：{screen}</translation>
    </message>
    <message>
        <source>False colour</source>
        <translation>伪彩色</translation>
    </message>
    <message>
        <source>Not colour managed</source>
        <translation>未作色彩管理</translation>
    </message>
    <message>
        <source>Pictures are shown as they are stored. Choose the profile of this screen under View, Profile of the screen.</source>
        <translation>图像按存储值显示。可在“查看”菜单的“显示器特性文件”中选择本显示器的特性文件。</translation>
    </message>
    <message>
        <source>The picture names no profile: sRGB is assumed, and shown through the profile {screen}.</source>
        <translation>图像未注明特性文件：按 sRGB 处理，并经特性文件 {screen} 显示。</translation>
    </message>
    <message>
        <source>The picture&apos;s own profile {profile} is shown through the profile {screen}.</source>
        <translation>图像自带特性文件 {profile}，经特性文件 {screen} 显示。</translation>
    </message>
    <message>
        <source>These are not the colours of the page, so no profile applies.</source>
        <translation>所示并非页面的颜色，不适用任何特性文件。</translation>
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
        <extracomment>What is being typed belongs to the case before these happen. A finding that is being written would be lost by these.</extracomment>
        <translation>案件 {number}</translation>
    </message>
    <message>
        <source>Checking every byte of the case…</source>
        <translation>正在核验案件的每个字节…</translation>
    </message>
    <message>
        <source>Comparison sheet written: {path}</source>
        <translation>已写入比对图表：{path}</translation>
    </message>
    <message>
        <source>Encrypted copy</source>
        <translation>加密副本</translation>
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
        <source>Left out: {why}</source>
        <translation>未列入：{why}</translation>
    </message>
    <message>
        <source>Making the comparison sheet…</source>
        <translation>正在生成比对图表…</translation>
    </message>
    <message>
        <source>Making the report…</source>
        <translation>正在生成报告…</translation>
    </message>
    <message>
        <source>Masking the pictures of the copy…</source>
        <translation>正在遮盖副本的图像…</translation>
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
        <source>Picture</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>Pictures masked: {masked}. Left out: {left}.</source>
        <translation>已遮盖图像：{masked} 幅。未列入：{left} 幅。</translation>
    </message>
    <message>
        <source>Redacted copy</source>
        <translation>脱敏副本</translation>
    </message>
    <message>
        <source>Redacted copy written: {path}</source>
        <translation>已写入脱敏副本：{path}</translation>
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
        <source>What became of it</source>
        <translation>处理结果</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Writing and checking the encrypted copy…</source>
        <translation>正在写出并校验加密副本…</translation>
    </message>
    <message>
        <source>{share} % masked, by the model {model}</source>
        <translation>按型号 {model} 遮盖 {share} %</translation>
    </message>
    <message>
        <source>{share} % masked: a place to hide could not be carried to every light</source>
        <translation>遮盖 {share} %：要遮盖的位置无法对应到每种光源</translation>
    </message>
    <message>
        <source>{share} % masked: no model is known</source>
        <translation>遮盖 {share} %：型号未知</translation>
    </message>
    <message>
        <source>{share} % masked: the model does not say what is personal here</source>
        <translation>遮盖 {share} %：型号未标明此处的个人资料位置</translation>
    </message>
</context>
<context>
    <name>CommentDialog</name>
    <message>
        <source>Comment</source>
        <translation>批注</translation>
    </message>
    <message>
        <source>Say it</source>
        <translation>提交批注</translation>
    </message>
</context>
<context>
    <name>CommentList</name>
    <message>
        <source>Answer…</source>
        <translation>回复…</translation>
    </message>
    <message>
        <source>Comments</source>
        <translation>批注</translation>
    </message>
    <message>
        <source>Comment…</source>
        <translation>批注…</translation>
    </message>
    <message>
        <source>Nobody has said anything yet.</source>
        <translation>尚无批注。</translation>
    </message>
    <message>
        <source>On a region</source>
        <translation>对区域批注</translation>
    </message>
    <message>
        <source>Settle…</source>
        <translation>处理…</translation>
    </message>
    <message>
        <source>Show settled ones too</source>
        <translation>同时显示已处理的批注</translation>
    </message>
    <message>
        <source>region in {light}</source>
        <translation>{light}图像中的区域</translation>
    </message>
</context>
<context>
    <name>CompareBar</name>
    <message>
        <source>A blink is no single picture: keep another way to compare</source>
        <translation>闪烁对比不是单幅图像，请改用其他比对方式后保留</translation>
    </message>
    <message>
        <source>Bent page</source>
        <translation>弯曲页面</translation>
    </message>
    <message>
        <source>Bring the second picture to the brightness of the first; the recipe says so</source>
        <translation>将第二幅图像调整到第一幅的亮度；处理步骤中有记录</translation>
    </message>
    <message>
        <source>Compared with</source>
        <translation>比对对象</translation>
    </message>
    <message>
        <source>Even light</source>
        <translation>照明均匀化</translation>
    </message>
    <message>
        <source>Follow a page that is not flat; takes longer</source>
        <translation>按不平整的页面配准，耗时较长</translation>
    </message>
    <message>
        <source>Keep how this view was made; a finding begun here names it</source>
        <translation>保留此视图的生成步骤，随后新增的检验所见将注明该视图</translation>
    </message>
    <message>
        <source>Keep view</source>
        <translation>保留视图</translation>
    </message>
    <message>
        <source>Lay the pictures by details that you point out in both</source>
        <translation>在两图中逐一指出相同细节，据此配准</translation>
    </message>
    <message>
        <source>Match tones</source>
        <translation>亮度匹配</translation>
    </message>
    <message>
        <source>Nothing to compare with: choose a specimen, or another light with P.</source>
        <translation>没有可比对的图像：请选择样本，或按 P 选用另一光源。</translation>
    </message>
    <message>
        <source>Set points…</source>
        <translation>设置对应点…</translation>
    </message>
    <message>
        <source>Shown side by side, for one view would mislead:</source>
        <translation>叠合显示会产生误导，故并排显示：</translation>
    </message>
    <message>
        <source>Specimen</source>
        <translation>样本</translation>
    </message>
    <message>
        <source>Take uneven light off both pictures before comparing; the recipe says so</source>
        <translation>比对前去除两幅图像的照明不均；处理步骤中有记录</translation>
    </message>
    <message>
        <source>laying…</source>
        <translation>正在配准…</translation>
    </message>
    <message>
        <source>with</source>
        <translation>对比</translation>
    </message>
    <message>
        <source>✓ Kept</source>
        <translation>✓ 已保留</translation>
    </message>
</context>
<context>
    <name>CompareWords</name>
    <message>
        <source>Angle</source>
        <translation>角度</translation>
    </message>
    <message>
        <source>Black: the same.</source>
        <translation>黑色：相同。</translation>
    </message>
    <message>
        <source>Blink</source>
        <translation>闪烁对比</translation>
    </message>
    <message>
        <source>Curtain</source>
        <translation>卷帘对比</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>差异</translation>
    </message>
    <message>
        <source>Difference beyond noise</source>
        <translation>超出噪声的差异</translation>
    </message>
    <message>
        <source>False-colour merge</source>
        <translation>伪彩叠加</translation>
    </message>
    <message>
        <source>Gain</source>
        <translation>增益</translation>
    </message>
    <message>
        <source>Grey: the same. Bright: brighter in the second.</source>
        <translation>灰色：相同；亮：第二幅较亮。</translation>
    </message>
    <message>
        <source>Grey: the same. Cyan: dark in the questioned only. Red: in the second only.</source>
        <translation>灰色：一致；青色：仅送检图像较暗；红色：仅第二幅较暗。</translation>
    </message>
    <message>
        <source>Laid by hand; how well is unknown.</source>
        <translation>已手工配准，精度未知。</translation>
    </message>
    <message>
        <source>Laid by {pairs} point pairs, to {by}.</source>
        <translation>按 {pairs} 对对应点配准，误差 {by}。</translation>
    </message>
    <message>
        <source>Lies to {by}, confidence {percent} % ({word}).</source>
        <translation>配准误差 {by}，置信度 {percent} %（{word}）。</translation>
    </message>
    <message>
        <source>More than three flashes a second can trigger seizures in people sensitive to light.</source>
        <translation>每秒闪烁超过三次可能诱发光敏人群的癫痫。</translation>
    </message>
    <message>
        <source>Opacity</source>
        <translation>叠加透明度</translation>
    </message>
    <message>
        <source>Painted above {levels} grey levels, at edges above what {px} px displace.</source>
        <translation>显示阈值：{levels} 灰度级；边缘处另加 {px} 像素位移的影响。</translation>
    </message>
    <message>
        <source>Position</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>Questioned · {light}</source>
        <translation>送检证件 · {light}</translation>
    </message>
    <message>
        <source>Rate</source>
        <translation>频率</translation>
    </message>
    <message>
        <source>Share of the second</source>
        <translation>第二幅占比</translation>
    </message>
    <message>
        <source>Side by side</source>
        <translation>并排对比</translation>
    </message>
    <message>
        <source>Signed difference</source>
        <translation>带符号差异</translation>
    </message>
    <message>
        <source>Specimen · {light}</source>
        <translation>样本 · {light}</translation>
    </message>
    <message>
        <source>Threshold</source>
        <translation>阈值</translation>
    </message>
    <message>
        <source>Yellow to red: more and more beyond.</source>
        <translation>由黄到红：超出程度递增。</translation>
    </message>
    <message>
        <source>fair</source>
        <translation>中</translation>
    </message>
    <message>
        <source>high</source>
        <translation>高</translation>
    </message>
    <message>
        <source>low</source>
        <translation>低</translation>
    </message>
    <message>
        <source>{light}: {mode}, against specimen</source>
        <translation>{light}：{mode}（与样本比对）</translation>
    </message>
    <message>
        <source>{light}: {mode}, against specimen in {second}</source>
        <translation>{light}：{mode}（与样本{second}比对）</translation>
    </message>
    <message>
        <source>{light}: {mode}, against {second}</source>
        <translation>{light}：{mode}（与{second}比对）</translation>
    </message>
</context>
<context>
    <name>ComparedPoints</name>
    <message>
        <source>Blind verification</source>
        <translation>盲法复检</translation>
    </message>
    <message>
        <source>Left at: {position} ({name})
{reasoning}</source>
        <translation>处理结果：{position}（{name}）
{reasoning}</translation>
    </message>
    <message>
        <source>Write down where the disagreement was left…</source>
        <translation>记录分歧处理结果…</translation>
    </message>
    <message>
        <source>{compared}: {point}
Examiner: {examiner}
Verifier: {verifier}</source>
        <translation>{compared}：{point}
检验员：{examiner}
独立复检员：{verifier}</translation>
    </message>
    <message>
        <source>{name} was asked on {time} and has not recorded an opinion.</source>
        <translation>已于 {time} 请 {name} 复检，意见尚未记录。</translation>
    </message>
    <message>
        <source>{name}, {time}, without knowing what the examiner said.</source>
        <translation>{name}，{time}，在不知晓检验员意见的情况下作出。</translation>
    </message>
</context>
<context>
    <name>Comparing</name>
    <message>
        <source>FALSE COLOUR</source>
        <translation>伪彩色</translation>
    </message>
    <message>
        <source>PROCESSED</source>
        <translation>经处理</translation>
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
        <translation>保存检验结论</translation>
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
    <name>CropsView</name>
    <message>
        <source>Questioned</source>
        <translation>送检证件</translation>
    </message>
    <message>
        <source>Specimen</source>
        <translation>样本</translation>
    </message>
</context>
<context>
    <name>CrossTable</name>
    <message>
        <source>Bar code or seal</source>
        <translation>条码或数字印章</translation>
    </message>
    <message>
        <source>Chip</source>
        <translation>芯片</translation>
    </message>
    <message>
        <source>Cross-check of every source</source>
        <translation>各来源交叉核对</translation>
    </message>
    <message>
        <source>Enter or a click shows both places. F2 in the visual zone types what is printed.</source>
        <translation>按回车或单击可显示两处位置。在视读区栏按 F2 可录入印刷内容。</translation>
    </message>
    <message>
        <source>Fewer than two sources are there: nothing was compared.</source>
        <translation>来源不足两个，未作比对。</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>项目</translation>
    </message>
    <message>
        <source>Reader device</source>
        <translation>阅读器</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>结论</translation>
    </message>
    <message>
        <source>Visual zone</source>
        <translation>视读区</translation>
    </message>
    <message>
        <source>Zone as printed</source>
        <translation>印刷的机读区</translation>
    </message>
    <message>
        <source>not read yet</source>
        <translation>尚未读取</translation>
    </message>
    <message>
        <source>source absent</source>
        <translation>来源缺失</translation>
    </message>
</context>
<context>
    <name>CustodyDialog</name>
    <message>
        <source>Custody of exhibit {number}</source>
        <translation>检材 {number} 的保管记录</translation>
    </message>
    <message>
        <source>From</source>
        <translation>移交人</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>地点</translation>
    </message>
    <message>
        <source>Seal number</source>
        <translation>封签号</translation>
    </message>
    <message>
        <source>To</source>
        <translation>接收人</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>事项</translation>
    </message>
    <message>
        <source>When</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Witness</source>
        <translation>见证人</translation>
    </message>
    <message>
        <source>Write it down</source>
        <translation>记录</translation>
    </message>
</context>
<context>
    <name>DeleteDialog</name>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Delete the calibration</source>
        <extracomment>Kinds that every light wants one of.</extracomment>
        <translation>删除标定</translation>
    </message>
    <message>
        <source>Pictures taken from now on do not use it; an older one of the same kind holds again, if there is one. Cases that used it keep their own copy.</source>
        <translation>此后采集的图像不再使用该标定；如有同类的较早标定，则恢复使用。已使用该标定的案件保留其副本。</translation>
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
        <translation>关闭全部光源(&amp;O)  [F8]</translation>
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
    <name>EnhanceCommands</name>
    <message>
        <source>Picture written: {path}</source>
        <translation>图像已写入：{path}</translation>
    </message>
    <message>
        <source>Writing the picture…</source>
        <translation>正在写入图像…</translation>
    </message>
</context>
<context>
    <name>EnhancePanel</name>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Keep view</source>
        <translation>保留视图</translation>
    </message>
    <message>
        <source>Kept views</source>
        <translation>保留的视图</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>处理步骤</translation>
    </message>
    <message>
        <source>Steps go on from a picture made of several.</source>
        <translation>后续步骤在由多幅图像合成的图像上进行。</translation>
    </message>
    <message>
        <source>There is no picture in hand: capture or import one, or choose another light.</source>
        <translation>当前没有图像：请采集或导入，或选择其他光源。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Untouched</source>
        <translation>原始图像</translation>
    </message>
    <message>
        <source>⚠ The first step is left out: no picture under {lights}.</source>
        <translation>⚠ 首个步骤未应用：缺少 {lights} 图像。</translation>
    </message>
</context>
<context>
    <name>ExaminerRow</name>
    <message>
        <source>⚠ No examiner is named in this case. Your name:</source>
        <translation>⚠ 本案件未填写检验人。请填写姓名：</translation>
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
        <source>Export PDF report</source>
        <translation>导出 PDF 报告</translation>
    </message>
    <message>
        <source>The report is made from what is stored in the case. An existing file of that name is replaced.</source>
        <translation>报告依据案件中所存内容生成。同名文件将被替换。</translation>
    </message>
    <message>
        <source>With the comparison sheet of every light as an annex</source>
        <translation>附全部光源的比对图表</translation>
    </message>
</context>
<context>
    <name>ExportPictureDialog</name>
    <message>
        <source>Browse…</source>
        <translation>浏览…</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Export picture</source>
        <translation>导出图像</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>PNG or TIFF by the end of the name; GIF or PNG where two pictures blink. A strip below says case, exhibit, light, marks, scale and hashes. An existing picture of that name is replaced, any other file is not.</source>
        <translation>按文件名后缀存为 PNG 或 TIFF；两图闪烁时存为 GIF 或 PNG。图像下方附有说明：案件、检材、光源、标记、比例和校验值。同名图像将被替换，其他文件不会被覆盖。</translation>
    </message>
    <message>
        <source>Pictures (*.png *.tif *.gif)</source>
        <translation>图像 (*.png *.tif *.gif)</translation>
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
        <source>Choose first: {names}</source>
        <translation>请先选择：{names}</translation>
    </message>
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
    <message>
        <source>feature</source>
        <translation>特征</translation>
    </message>
    <message>
        <source>observation</source>
        <translation>观察结果</translation>
    </message>
    <message>
        <source>significance</source>
        <translation>意义</translation>
    </message>
    <message>
        <source>– choose –</source>
        <translation>– 请选择 –</translation>
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
        <source>Correct it; the old one stays in the file</source>
        <translation>更正；原条目保留在案件文件中</translation>
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
        <source>Go to the light and place of the finding</source>
        <translation>转到该检验所见的光源和位置</translation>
    </message>
    <message>
        <source>It stands no longer, with a reason</source>
        <translation>撤回，须说明理由</translation>
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
    <name>Gate</name>
    <message>
        <source>A capture goes on and the lamps follow their rules. Type your passphrase to go on working.</source>
        <translation>正在进行的采集继续，灯光按既定规则关闭。输入口令以继续工作。</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Demonstration accounts, for trying out only:</source>
        <translation>演示账户，仅供试用：</translation>
    </message>
    <message>
        <source>Everything you store carries your name and your key.</source>
        <translation>您保存的所有内容都带有您的姓名和密钥签署。</translation>
    </message>
    <message>
        <source>Locked: {name}</source>
        <translation>已锁定：{name}</translation>
    </message>
    <message>
        <source>New passphrase</source>
        <translation>新口令</translation>
    </message>
    <message>
        <source>New passphrase again</source>
        <translation>再次输入新口令</translation>
    </message>
    <message>
        <source>Passphrase</source>
        <translation>口令</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>登录</translation>
    </message>
    <message>
        <source>Sign out, somebody else works here</source>
        <translation>退出登录，换人使用</translation>
    </message>
    <message>
        <source>Sign-in name</source>
        <translation>用户名</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>解锁</translation>
    </message>
    <message>
        <source>Who works here?</source>
        <translation>请登录</translation>
    </message>
</context>
<context>
    <name>HeldElsewhereDialog</name>
    <message>
        <source>Held by: {holder}</source>
        <translation>占用程序：{holder}</translation>
    </message>
    <message>
        <source>Open read-only</source>
        <translation>以只读方式打开</translation>
    </message>
    <message>
        <source>Read-only: pictures, findings and report can be seen and printed, nothing is changed.</source>
        <translation>只读：可查看图像、检验所见和报告并打印，不作任何更改。</translation>
    </message>
    <message>
        <source>The case is open somewhere else</source>
        <translation>案件已在别处打开</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
</context>
<context>
    <name>Help</name>
    <message>
        <source>At first</source>
        <translation>初始值</translation>
    </message>
    <message>
        <source>Does</source>
        <translation>作用</translation>
    </message>
    <message>
        <source>From – to</source>
        <translation>范围</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>按键</translation>
    </message>
    <message>
        <source>Parameter</source>
        <translation>参数</translation>
    </message>
</context>
<context>
    <name>HelpWindow</name>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>帮助</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>目录</translation>
    </message>
    <message>
        <source>Search the help</source>
        <translation>搜索帮助</translation>
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
    <name>IssueDialog</name>
    <message>
        <source>Issue</source>
        <translation>出具</translation>
    </message>
    <message>
        <source>Issue report, version {version}</source>
        <translation>出具报告第 {version} 版</translation>
    </message>
    <message>
        <source>The PDF is written and recorded in the case with its hash. Evidence, findings and conclusion stay as they were signed off.</source>
        <translation>生成 PDF 并连同其哈希值登记到案件。证据、检验所见和检验结论保持签发时的状态。</translation>
    </message>
    <message>
        <source>What changed</source>
        <translation>更改内容</translation>
    </message>
</context>
<context>
    <name>KeepDialog</name>
    <message>
        <source>How the view was made is kept in the case, and printed: anyone can make it again.</source>
        <translation>生成步骤存入案件并印入报告，任何人均可据此重现。</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Keep this view</source>
        <translation>保留此视图</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>标题</translation>
    </message>
</context>
<context>
    <name>KeptViews</name>
    <message>
        <source>Cannot be made again:</source>
        <translation>无法重现：</translation>
    </message>
    <message>
        <source>K keeps what is shown: the steps and the hash of the picture. The report prints it.</source>
        <translation>按 K 保留当前视图：记录处理步骤和图像校验值，并打印在报告中。</translation>
    </message>
    <message>
        <source>Kept views</source>
        <translation>保留的视图</translation>
    </message>
    <message>
        <source>Make every kept view again from the stored originals and compare the hashes</source>
        <translation>由存储的原始图像重新生成每个保留的视图，并比对校验值</translation>
    </message>
    <message>
        <source>Not the same, with the same versions: the case file may have been changed.</source>
        <translation>不一致，而软件版本相同：案件文件可能已被改动。</translation>
    </message>
    <message>
        <source>Not the same:</source>
        <translation>不一致：</translation>
    </message>
    <message>
        <source>Replay all</source>
        <translation>全部重现核验</translation>
    </message>
    <message>
        <source>Same: made again to identical pixels.</source>
        <translation>一致：重现后像素完全相同。</translation>
    </message>
    <message>
        <source>Show again</source>
        <translation>重新显示</translation>
    </message>
    <message>
        <source>kept with {before}, made now with {now}</source>
        <translation>保留时为 {before}，现为 {now}</translation>
    </message>
</context>
<context>
    <name>KeyDialog</name>
    <message>
        <source>Key</source>
        <translation>密钥</translation>
    </message>
    <message>
        <source>Key of {file}</source>
        <translation>{file} 的密钥</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>The key is lost</source>
        <translation>密钥已遗失</translation>
    </message>
    <message>
        <source>This case is encrypted. Its key is kept only as long as the case is open.</source>
        <translation>该案件已加密。密钥仅在案件打开期间保留。</translation>
    </message>
</context>
<context>
    <name>LayerControls</name>
    <message>
        <source>This step has nothing to set.</source>
        <extracomment>From this share of the largest to the smallest value on, a slider goes by factors. Wider ranges than this leave no useful place on a slider.</extracomment>
        <translation>此步骤没有可调参数。</translation>
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
    <name>LessonForm</name>
    <message>
        <source>&amp;Counts as</source>
        <translation>计入方式(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;False captures, if any…</source>
        <translation>假证件图像（如有）(&amp;F)…</translation>
    </message>
    <message>
        <source>&amp;Genuine captures…</source>
        <translation>真证件图像(&amp;G)…</translation>
    </message>
    <message>
        <source>&amp;Model</source>
        <translation>样本(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>名称(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Place (mm)</source>
        <translation>位置（毫米）(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Side</source>
        <translation>页面(&amp;S)</translation>
    </message>
    <message>
        <source>A folder with one folder for each document, its pictures named by light</source>
        <translation>一个文件夹，其中每份证件一个子文件夹，图像以光源命名</translation>
    </message>
    <message>
        <source>Captures of false documents</source>
        <translation>假证件图像</translation>
    </message>
    <message>
        <source>Captures of genuine documents</source>
        <translation>真证件图像</translation>
    </message>
    <message>
        <source>Height, mm</source>
        <translation>高度，毫米</translation>
    </message>
    <message>
        <source>L&amp;ight</source>
        <translation>光源(&amp;I)</translation>
    </message>
    <message>
        <source>Left edge, mm</source>
        <translation>左边缘，毫米</translation>
    </message>
    <message>
        <source>Looks &amp;at</source>
        <translation>对象(&amp;A)</translation>
    </message>
    <message>
        <source>May lie off by (mm)</source>
        <translation>允许偏移（毫米）</translation>
    </message>
    <message>
        <source>Meas&amp;ure</source>
        <translation>测量(&amp;U)</translation>
    </message>
    <message>
        <source>Upper edge, mm</source>
        <translation>上边缘，毫米</translation>
    </message>
    <message>
        <source>Width, mm</source>
        <translation>宽度，毫米</translation>
    </message>
    <message>
        <source>letters, digits, hyphens</source>
        <translation>小写字母、数字、连字符</translation>
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
    <name>LightsPage</name>
    <message>
        <source>All lights ({count})</source>
        <translation>全部光源（{count}）</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>光源</translation>
    </message>
    <message>
        <source>Lights</source>
        <translation>光源</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>⚠  UV will be lit: close the lid, wear UV glasses and gloves.</source>
        <translation>⚠  将点亮紫外灯：请合上箱盖，佩戴防紫外眼镜和手套。</translation>
    </message>
</context>
<context>
    <name>LinkedLights</name>
    <message>
        <source>LAID BY WHITE</source>
        <translation>按白光配准</translation>
    </message>
    <message>
        <source>NOT LAID</source>
        <translation>未配准</translation>
    </message>
    <message>
        <source>No specimen in this light</source>
        <translation>该光源下无样本图像</translation>
    </message>
    <message>
        <source>REDUCED</source>
        <translation>已缩小</translation>
    </message>
    <message>
        <source>Specimen · {light}</source>
        <translation>样本 · {light}</translation>
    </message>
    <message>
        <source>Specimen · {light} (nearest)</source>
        <translation>样本 · {light}（最接近）</translation>
    </message>
</context>
<context>
    <name>ListPanel</name>
    <message>
        <source>Age</source>
        <translation>距今</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>删除…</translation>
    </message>
    <message numerus="yes">
        <source>Expired after %n day(s).</source>
        <translation>
            <numerusform>超过 %n 天即视为过期。</numerusform>
        </translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>种类</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>光源</translation>
    </message>
    <message>
        <source>Measured</source>
        <translation>测量时间</translation>
    </message>
    <message>
        <source>Measured on this computer</source>
        <translation>本机已有标定</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Standing</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>What is missing</source>
        <translation>尚缺的标定</translation>
    </message>
    <message>
        <source>{kind} (SIMULATED)</source>
        <translation>{kind}（模拟）</translation>
    </message>
    <message>
        <source>{kind}: not measured for {lights}</source>
        <translation>{kind}：以下光源未测量：{lights}</translation>
    </message>
    <message>
        <source>… reading the calibrations</source>
        <translation>… 正在读取标定</translation>
    </message>
    <message>
        <source>✓ Nothing: every kind has been measured.</source>
        <translation>✓ 无：各类标定均已测量。</translation>
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
        <translation>关闭全部光源(&amp;O)  [F8]</translation>
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
        <source>Si&amp;ze of text and buttons</source>
        <translation>文字和按钮大小(&amp;Z)</translation>
    </message>
    <message>
        <source>Text, buttons and icons have the chosen size when QDBench is started again.</source>
        <extracomment>Asked before the window closes; what is to be asked first opens its own question and says no.</extracomment>
        <translation>重新启动 QDBench 后，文字、按钮和图标按所选大小显示。</translation>
    </message>
    <message>
        <source>Toolbar</source>
        <translation>工具栏</translation>
    </message>
</context>
<context>
    <name>MeasureLayer</name>
    <message numerus="yes">
        <source>%n more point(s)</source>
        <translation>
            <numerusform>还需 %n 个点</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MeasurePage</name>
    <message>
        <source>&amp;Keep it</source>
        <translation>保留(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;Measure</source>
        <translation>测量(&amp;M)</translation>
    </message>
    <message>
        <source>Discard it and measure a&amp;gain</source>
        <translation>弃用并重新测量(&amp;G)</translation>
    </message>
    <message>
        <source>Lay it on the simulated glass</source>
        <translation>放到模拟玻璃上</translation>
    </message>
    <message>
        <source>Lay the document on the simulated glass again</source>
        <translation>将证件放回模拟玻璃上</translation>
    </message>
    <message>
        <source>SIMULATED</source>
        <translation>模拟</translation>
    </message>
    <message>
        <source>– Not now: a capture, an import or a report runs. Measure when it is over.</source>
        <translation>– 暂不可测量：正在采集、导入或生成报告。请待其结束。</translation>
    </message>
    <message>
        <source>● A measurement runs.</source>
        <translation>● 正在测量。</translation>
    </message>
    <message>
        <source>✓ Measured and stored; the next picture uses it.</source>
        <translation>✓ 已测量并保存，下一次采集即采用。</translation>
    </message>
</context>
<context>
    <name>MeasurePanel</name>
    <message>
        <source>Click points, or move the crosshair with the arrows and set them with Space. Enter keeps, Backspace takes a point back, Esc leaves.</source>
        <translation>单击取点，或用方向键移动十字线并按空格键取点。回车键保存，退格键撤销一个点，Esc 键退出。</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Measured value</source>
        <translation>测量值</translation>
    </message>
    <message>
        <source>Measurements</source>
        <translation>测量结果</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Nothing was measured on this side.</source>
        <translation>该页尚无测量结果。</translation>
    </message>
    <message>
        <source>Store the value in the case</source>
        <translation>将测量值存入案件</translation>
    </message>
    <message>
        <source>Withdraw…</source>
        <translation>撤回…</translation>
    </message>
    <message>
        <source>{scale} px/mm, its uncertainty unknown: ± covers the setting of points alone. Calibrate the bench to know it.</source>
        <translation>{scale} 像素/毫米，其不确定度未知：± 仅包含取点误差。请标定工作台以获得该值。</translation>
    </message>
    <message>
        <source>{scale} px/mm. ± covers points and scale, k = 2; set points at 100 % or more.</source>
        <translation>{scale} 像素/毫米。± 包含取点与比例的不确定度（k = 2）；请在 100 % 或更大倍率下取点。</translation>
    </message>
</context>
<context>
    <name>MeasureTab</name>
    <message>
        <source>Millimetres</source>
        <translation>毫米测量</translation>
    </message>
    <message>
        <source>Spectra</source>
        <translation>光谱</translation>
    </message>
</context>
<context>
    <name>MeasureWords</name>
    <message>
        <source>in 2 cm</source>
        <translation>/2 厘米</translation>
    </message>
</context>
<context>
    <name>Measuring</name>
    <message>
        <source>There is no picture in hand: capture or import one, or choose another light.</source>
        <translation>当前没有图像：请采集或导入，或选择其他光源。</translation>
    </message>
</context>
<context>
    <name>MeasuringBeside</name>
    <message>
        <source>Specimen</source>
        <translation>样本</translation>
    </message>
    <message>
        <source>Specimen {model}, {light}</source>
        <translation>样本 {model}，{light}</translation>
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
    <name>MillimetreGrid</name>
    <message>
        <source>Grid {spacing} mm</source>
        <translation>网格 {spacing} mm</translation>
    </message>
    <message>
        <source>No grid: the scale of this picture is unknown</source>
        <translation>无网格：此图像的比例未知</translation>
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
        <source>Encrypt the case file; a key is asked for next</source>
        <translation>加密案件文件；随后设定密钥</translation>
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
    <name>NewKeyDialog</name>
    <message>
        <source>Encrypt</source>
        <translation>加密</translation>
    </message>
    <message>
        <source>New key</source>
        <translation>新密钥</translation>
    </message>
    <message>
        <source>New key again</source>
        <translation>再次输入新密钥</translation>
    </message>
    <message>
        <source>New key for {file}</source>
        <translation>{file} 的新密钥</translation>
    </message>
    <message>
        <source>Without this key nobody opens the case again: there is no second one. Deposit it where your service keeps keys, before you go on. Several words are best.</source>
        <translation>没有此密钥，任何人都无法再打开该案件：不存在第二把密钥。继续之前，请将其存放在本单位保管密钥之处。建议使用若干词语。</translation>
    </message>
</context>
<context>
    <name>OpinionForm</name>
    <message>
        <source>Blind verification</source>
        <translation>盲法复检</translation>
    </message>
    <message>
        <source>Choose a level</source>
        <translation>请选择等级</translation>
    </message>
    <message>
        <source>Draw a region and say what is there</source>
        <translation>画出区域并说明所见</translation>
    </message>
    <message>
        <source>Fraud type</source>
        <translation>伪假类型</translation>
    </message>
    <message>
        <source>Limitations</source>
        <translation>局限性</translation>
    </message>
    <message>
        <source>Modus</source>
        <translation>作案手法</translation>
    </message>
    <message>
        <source>My conclusion</source>
        <translation>本人结论</translation>
    </message>
    <message>
        <source>Reasoning</source>
        <translation>论证</translation>
    </message>
    <message>
        <source>Record my opinion, for good</source>
        <translation>记录本人意见（不可更改）</translation>
    </message>
    <message>
        <source>Take the selected one back</source>
        <translation>撤回所选项</translation>
    </message>
    <message>
        <source>What I saw</source>
        <translation>本人所见</translation>
    </message>
    <message>
        <source>{name} asks you to examine exhibit {number} anew. You see its captures and nothing that was said of them; both opinions are compared once yours is recorded.</source>
        <translation>{name} 请您重新检验检材 {number}。您只能看到采集的图像，看不到任何相关意见；记录您的意见后，双方意见将逐项比较。</translation>
    </message>
</context>
<context>
    <name>OverruleDialog</name>
    <message>
        <source>Instead</source>
        <translation>改为</translation>
    </message>
    <message>
        <source>Overrule</source>
        <translation>推翻</translation>
    </message>
    <message>
        <source>Overrule the machine</source>
        <translation>推翻机器结果</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>{check}: the machine says “{outcome}”. Its result stays in the case beside yours.</source>
        <translation>{check}：机器结果为“{outcome}”。该结果与您的结论一并保留在案件中。</translation>
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
    <name>PaneWall</name>
    <message>
        <source>One moment…</source>
        <translation>请稍候…</translation>
    </message>
    <message>
        <source>{x}, {y} mm</source>
        <translation>{x}，{y} mm</translation>
    </message>
</context>
<context>
    <name>PdfDialog</name>
    <message>
        <source>Browse…</source>
        <translation>浏览…</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Language of the PDF</source>
        <translation>PDF 的语言</translation>
    </message>
</context>
<context>
    <name>PeopleCommands</name>
    <message>
        <source>This station keeps no accounts: nobody signs in. “People” makes the first one.</source>
        <translation>本工作站未设置账户，无需登录。可在“人员”菜单中创建第一个账户。</translation>
    </message>
    <message>
        <source>This station works as one examiner&apos;s. Where several people share it, the menu “People” makes a first account, and it asks who is there; nothing forces you to.</source>
        <extracomment>What works while the window is covered: whoever stands there may always make it dark and stop.</extracomment>
        <translation>本工作站目前由一名检验员使用。多人共用时，可在“人员”菜单中创建第一个账户，此后将要求登录；是否设置由您决定。</translation>
    </message>
    <message>
        <source>Your passphrase is changed.</source>
        <translation>您的口令已更改。</translation>
    </message>
</context>
<context>
    <name>PersonStatus</name>
    <message>
        <source>A demonstration account: what it writes says so.</source>
        <translation>演示账户：其保存的内容均带有标记。</translation>
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
        <extracomment>Large pictures are the workbench&apos;s, which keeps them while there is room. How pictures of a profile come to the screen; None where nothing is to be converted. Light of the questioned document that stands in the place of the specimen; empty for the specimen.</extracomment>
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
    <message>
        <source>{light}, white light</source>
        <translation>{light}（白光）</translation>
    </message>
</context>
<context>
    <name>PointsPage</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message numerus="yes">
        <source>Click a detail in the questioned picture, then the same one in the other. %n more pair(s) needed.</source>
        <translation>
            <numerusform>请在送检图像上点击一处细节，再点击另一图像中的同一细节。还需 %n 对。</numerusform>
        </translation>
    </message>
    <message>
        <source>Delete pair</source>
        <translation>删除该对</translation>
    </message>
    <message>
        <source>Find by itself</source>
        <translation>自动配准</translation>
    </message>
    <message>
        <source>Lay by these</source>
        <translation>按对应点配准</translation>
    </message>
    <message>
        <source>Lay the pictures now, or set more pairs, far apart: five or more tell how well they lie.</source>
        <translation>现在即可配准；也可在相距较远处继续设点，五对以上可评估精度。</translation>
    </message>
    <message>
        <source>Now click the same detail in the picture on the left.</source>
        <translation>请在左侧图像上点击同一细节。</translation>
    </message>
    <message>
        <source>Now click the same detail in the picture on the right.</source>
        <translation>请在右侧图像上点击同一细节。</translation>
    </message>
    <message>
        <source>Point pairs</source>
        <translation>对应点</translation>
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
    <name>PresetDialog</name>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Save as a preset</source>
        <translation>保存为预设</translation>
    </message>
    <message>
        <source>The steps in hand will be offered under {light}. A preset of the same name is replaced.</source>
        <translation>当前步骤将作为“{light}”的预设。同名预设将被替换。</translation>
    </message>
</context>
<context>
    <name>PresetRow</name>
    <message>
        <source>Delete this preset of yours</source>
        <translation>删除此自定义预设</translation>
    </message>
    <message>
        <source>Keep these steps as a preset of this light</source>
        <translation>将这些步骤保存为此光源的预设</translation>
    </message>
    <message>
        <source>Presets of this light</source>
        <translation>此光源的预设</translation>
    </message>
    <message>
        <source>Presets…</source>
        <translation>预设…</translation>
    </message>
    <message>
        <source>Save…</source>
        <translation>保存…</translation>
    </message>
</context>
<context>
    <name>ProposalsDialog</name>
    <message>
        <source>&amp;Close</source>
        <translation>关闭(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Compare with this one</source>
        <translation>与此样本比对(&amp;C)</translation>
    </message>
    <message>
        <source>By the machine readable zone and by laying the white picture on each specimen. The score orders the list and says nothing of authenticity. Your choice is recorded as yours, with what was proposed.</source>
        <translation>依据机读区，并将白光图像与各样本配准。得分仅用于排序，与真伪无关。您的选择将以您的名义记录，并附系统所提建议。</translation>
    </message>
    <message>
        <source>Examine without a reference, or choose a model in the Case tab.</source>
        <translation>可在无参考样本的情况下检验，或在“案件”栏中选择样本。</translation>
    </message>
    <message>
        <source>Machine readable zone: it was compared, and no model is of its state and kind of document.</source>
        <translation>机读区：已比对，样本库中没有同一签发国、同类证件的样本。</translation>
    </message>
    <message>
        <source>Machine readable zone: not compared, none was read yet.</source>
        <translation>机读区：未比对，尚未读取。</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>样本</translation>
    </message>
    <message>
        <source>No reference: none of the {number} models of the library fits.</source>
        <translation>无参考样本：样本库中的 {number} 个样本均不相符。</translation>
    </message>
    <message>
        <source>No reference: the library holds no models, so nothing could be compared.</source>
        <translation>无参考样本：样本库为空，无从比对。</translation>
    </message>
    <message>
        <source>Pictures in white light: not compared, none was taken yet.</source>
        <translation>白光图像：未比对，尚未采集。</translation>
    </message>
    <message>
        <source>Pictures in white light: {number} compared, and none lies on a specimen.</source>
        <translation>白光图像：已比对 {number} 幅，均未能与样本配准。</translation>
    </message>
    <message>
        <source>Read the zone (F6) and capture every light (F5), then identify again.</source>
        <translation>请读取机读区 (F6) 并采集全部光源 (F5)，然后重新识别。</translation>
    </message>
    <message>
        <source>Reasons</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>得分</translation>
    </message>
    <message>
        <source>This says nothing against the document.</source>
        <translation>这不说明证件有问题。</translation>
    </message>
    <message>
        <source>Which document is it?</source>
        <translation>这是哪种证件？</translation>
    </message>
</context>
<context>
    <name>ProveDialog</name>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Is it you, {name}?</source>
        <translation>请确认您是 {name}</translation>
    </message>
    <message>
        <source>Passphrase</source>
        <translation>口令</translation>
    </message>
    <message>
        <source>This binds others. Type your passphrase; your key signs what you decide.</source>
        <translation>此操作具有约束力。请输入口令；您的决定将以您的密钥签署。</translation>
    </message>
</context>
<context>
    <name>PurgeDialog</name>
    <message>
        <source>Case no.</source>
        <translation>案件编号</translation>
    </message>
    <message>
        <source>Every picture, finding and name is removed and cannot be brought back. A tombstone with the hashes stays. Copies elsewhere are beyond this program.

Type the number of the case to go on: {number}</source>
        <translation>所有图像、检验所见和姓名都将删除且无法恢复，仅保留带哈希值的销毁记录。本程序无法删除其他位置的副本。

请输入案件编号以继续：{number}</translation>
    </message>
    <message>
        <source>Purge for ever</source>
        <translation>永久销毁</translation>
    </message>
    <message>
        <source>Purge the case</source>
        <translation>销毁案件数据</translation>
    </message>
</context>
<context>
    <name>QueueWindow</name>
    <message numerus="yes">
        <source>%n case(s)</source>
        <translation>
            <numerusform>%n 个案件</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>关闭(&amp;C)</translation>
    </message>
    <message>
        <source>Case</source>
        <translation>案件</translation>
    </message>
    <message>
        <source>Comments</source>
        <translation>批注</translation>
    </message>
    <message>
        <source>Conclusion</source>
        <translation>检验结论</translation>
    </message>
    <message>
        <source>Examiner</source>
        <translation>检验员</translation>
    </message>
    <message>
        <source>Findings</source>
        <translation>检验所见</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Folder of cases</source>
        <translation>案件文件夹</translation>
    </message>
    <message>
        <source>Folder…</source>
        <translation>文件夹…</translation>
    </message>
    <message>
        <source>For</source>
        <translation>已持续</translation>
    </message>
    <message>
        <source>Look again  [F5]</source>
        <translation>刷新  [F5]</translation>
    </message>
    <message>
        <source>Look at it  [Enter]</source>
        <translation>查看  [Enter]</translation>
    </message>
    <message>
        <source>New entries</source>
        <translation>新记录</translation>
    </message>
    <message>
        <source>No case file lies here.</source>
        <translation>此处没有案件文件。</translation>
    </message>
    <message>
        <source>Only what waits for review</source>
        <translation>仅显示待复核</translation>
    </message>
    <message>
        <source>Queue of cases</source>
        <translation>案件队列</translation>
    </message>
    <message>
        <source>Queue of cases – QDBench</source>
        <extracomment>What waits for a supervisor stands above what waits for nobody here.</extracomment>
        <translation>案件队列 – QDBench</translation>
    </message>
    <message>
        <source>Stage</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>cannot be read</source>
        <translation>无法读取</translation>
    </message>
    <message>
        <source>encrypted</source>
        <translation>已加密</translation>
    </message>
    <message>
        <source>not seen yet</source>
        <translation>尚未查看</translation>
    </message>
    <message>
        <source>■ It is under a legal hold.</source>
        <translation>■ 处于法定保全状态。</translation>
    </message>
    <message>
        <source>◎ You were asked to verify it blind.</source>
        <translation>◎ 已请您进行盲法复检。</translation>
    </message>
    <message numerus="yes">
        <source>● %n new entries since you last looked.</source>
        <translation>
            <numerusform>● 自您上次查看后新增 %n 条记录。</numerusform>
        </translation>
    </message>
    <message>
        <source>● You have not looked at it yet.</source>
        <translation>● 您尚未查看过此案件。</translation>
    </message>
    <message>
        <source>⚠ The past of this file is not what you saw: somebody has exchanged it. Keep and verify it.</source>
        <translation>⚠ 该文件的历史记录与您上次所见不符：已被替换。请保留并验证该文件。</translation>
    </message>
    <message>
        <source>✎ You have written in this case: somebody else reviews it.</source>
        <translation>✎ 您参与了本案件的检验：须由他人复核。</translation>
    </message>
</context>
<context>
    <name>RedactDialog</name>
    <message>
        <source>Browse…</source>
        <translation>浏览…</translation>
    </message>
    <message>
        <source>Finding</source>
        <translation>检验所见</translation>
    </message>
    <message>
        <source>Findings</source>
        <translation>检验所见</translation>
    </message>
    <message>
        <source>Hide</source>
        <translation>遮盖</translation>
    </message>
    <message>
        <source>New folder</source>
        <translation>新文件夹</translation>
    </message>
    <message>
        <source>Redacted copy</source>
        <translation>脱敏副本</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Texts as they go along</source>
        <translation>随副本附上的文字</translation>
    </message>
    <message>
        <source>The texts as they go along; […] was masked</source>
        <translation>将附上的文字；“[…]”处已遮盖</translation>
    </message>
    <message>
        <source>This finding has no region on a picture: there is nothing to mask.</source>
        <translation>该检验所见未在图像上标出区域，无可遮盖。</translation>
    </message>
    <message>
        <source>Whatever names the holder is masked, as the model says; without a model the whole picture is. Hide: the region of a finding is masked too. Show: it stays open where no model is known.</source>
        <translation>按型号遮盖一切可识别持证人的内容；没有型号时遮盖整幅图像。“遮盖”：同时遮盖检验所见的区域。“保留”：型号未知时该区域保持可见。</translation>
    </message>
    <message>
        <source>With the texts of findings</source>
        <translation>附上检验所见的文字</translation>
    </message>
    <message>
        <source>Write the copy</source>
        <translation>写出副本</translation>
    </message>
    <message>
        <source>no region</source>
        <translation>无区域</translation>
    </message>
</context>
<context>
    <name>ResetDialog</name>
    <message>
        <source>New passphrase for {name}</source>
        <translation>为 {name} 重设口令</translation>
    </message>
    <message>
        <source>Set the passphrase</source>
        <translation>重设口令</translation>
    </message>
    <message>
        <source>The old key cannot be opened without the old passphrase: the account gets a new key, and the history says so. The person chooses another passphrase at the next sign-in.</source>
        <translation>没有旧口令无法打开旧密钥：该账户将启用新密钥，并记入历史。本人下次登录时须另设口令。</translation>
    </message>
</context>
<context>
    <name>ResolveDialog</name>
    <message>
        <source>Position</source>
        <translation>处理结果</translation>
    </message>
    <message>
        <source>Reasoning</source>
        <translation>论证</translation>
    </message>
    <message>
        <source>What both examiners said stays and is printed beside this.</source>
        <translation>双方意见均予保留，并与此一同打印。</translation>
    </message>
    <message>
        <source>Where the disagreement was left</source>
        <translation>分歧处理结果</translation>
    </message>
    <message>
        <source>Write it down</source>
        <translation>记录</translation>
    </message>
</context>
<context>
    <name>RetentionDialog</name>
    <message>
        <source>Legal hold: must not be purged</source>
        <translation>法定保全：不得销毁数据</translation>
    </message>
    <message>
        <source>Nothing is purged before the day, nor while the case is held.</source>
        <translation>期限届满前或处于法定保全期间不得销毁数据。</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>Retention and legal hold</source>
        <translation>保存期限与法定保全</translation>
    </message>
    <message>
        <source>Rule</source>
        <translation>规则</translation>
    </message>
    <message>
        <source>Set</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Until</source>
        <translation>保存至</translation>
    </message>
</context>
<context>
    <name>ReturnDialog</name>
    <message>
        <source>Reasons</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>Return</source>
        <translation>退回</translation>
    </message>
    <message>
        <source>Return the case</source>
        <translation>退回案件</translation>
    </message>
    <message>
        <source>The examiner can change it again. Your reasons stay in the case file.</source>
        <translation>检验员可再次更改。您的理由保留在案件中。</translation>
    </message>
</context>
<context>
    <name>ReviewCommands</name>
    <message>
        <source>Draw the region on the picture; Esc lets it be.</source>
        <translation>请在图像上画出区域；按 Esc 取消。</translation>
    </message>
    <message>
        <source>Making the report…</source>
        <translation>正在生成报告…</translation>
    </message>
    <message>
        <source>On a region in {light}</source>
        <translation>针对{light}图像中的区域</translation>
    </message>
    <message>
        <source>On the selected finding</source>
        <translation>针对所选检验所见</translation>
    </message>
    <message>
        <source>On the whole case</source>
        <translation>针对整个案件</translation>
    </message>
    <message>
        <source>The case is purged: pictures and personal data are gone, the hashes are left.</source>
        <translation>案件数据已销毁：图像和个人数据已删除，仅保留哈希值。</translation>
    </message>
    <message>
        <source>Version {version} of the report is issued.</source>
        <translation>报告第 {version} 版已出具。</translation>
    </message>
</context>
<context>
    <name>ReviewPanel</name>
    <message>
        <source> until {day}</source>
        <translation>，至 {day}</translation>
    </message>
    <message>
        <source>Issued reports</source>
        <translation>已出具的报告</translation>
    </message>
    <message>
        <source>Kept how long</source>
        <translation>保存期限</translation>
    </message>
    <message>
        <source>No case is open.</source>
        <translation>未打开案件。</translation>
    </message>
    <message>
        <source>No rule is set.</source>
        <translation>尚未设置规则。</translation>
    </message>
    <message>
        <source>Nothing is written down.</source>
        <translation>尚无记录。</translation>
    </message>
    <message>
        <source>Returned by {name}: {reasons}</source>
        <translation>{name} 退回：{reasons}</translation>
    </message>
    <message>
        <source>Reviews</source>
        <translation>复核记录</translation>
    </message>
    <message numerus="yes">
        <source>Since you last looked: %n entries</source>
        <translation>
            <numerusform>自您上次查看后：%n 条记录</numerusform>
        </translation>
    </message>
    <message>
        <source>Version {version}, {time}, {name}</source>
        <translation>第 {version} 版，{time}，{name}</translation>
    </message>
    <message>
        <source>What comes next</source>
        <translation>下一步</translation>
    </message>
    <message>
        <source>Where the item is</source>
        <translation>检材保管</translation>
    </message>
    <message>
        <source>{stage} since {time} ({waiting}), by {name}</source>
        <translation>{stage}，自 {time} 起（{waiting}），操作人 {name}</translation>
    </message>
    <message>
        <source>■ Legal hold: {reason}</source>
        <translation>■ 法定保全：{reason}</translation>
    </message>
</context>
<context>
    <name>ReviewWords</name>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n 天</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s)</source>
        <translation>
            <numerusform>%n 小时</numerusform>
        </translation>
    </message>
    <message>
        <source>Fraud type</source>
        <translation>伪假类型</translation>
    </message>
    <message>
        <source>Level</source>
        <translation>等级</translation>
    </message>
    <message>
        <source>Modus</source>
        <translation>作案手法</translation>
    </message>
    <message>
        <source>less than an hour</source>
        <extracomment>Action of the window that takes a step.</extracomment>
        <translation>不足一小时</translation>
    </message>
    <message>
        <source>seal {number}</source>
        <translation>封签号 {number}</translation>
    </message>
    <message>
        <source>witness {name}</source>
        <translation>见证人 {name}</translation>
    </message>
</context>
<context>
    <name>RolesDialog</name>
    <message>
        <source>Assign</source>
        <translation>分配</translation>
    </message>
    <message>
        <source>Roles of {name}</source>
        <translation>{name} 的角色</translation>
    </message>
    <message>
        <source>They hold from the next sign-in on. Administrator and auditor stand alone.</source>
        <translation>自下次登录起生效。系统管理员和审计员不得兼任其他角色。</translation>
    </message>
</context>
<context>
    <name>ScalePage</name>
    <message>
        <source>Closest marks of the ruler</source>
        <translation>刻度尺最小分度</translation>
    </message>
    <message>
        <source>Inner corners along</source>
        <translation>横向内角点数</translation>
    </message>
    <message>
        <source>Inner corners down</source>
        <translation>纵向内角点数</translation>
    </message>
    <message>
        <source>Side of one field</source>
        <translation>方格边长</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>标定靶</translation>
    </message>
    <message>
        <source>Tolerance, as its maker says</source>
        <translation>公差（以制造商标称为准）</translation>
    </message>
</context>
<context>
    <name>ScaleStatus</name>
    <message>
        <source>Picture: {scale} px/mm</source>
        <translation>图像：{scale} px/mm</translation>
    </message>
    <message>
        <source>Picture: {scale} px/mm, not measured</source>
        <translation>图像：{scale} px/mm，未经标定</translation>
    </message>
    <message>
        <source>Scale of the bench, from: {target}</source>
        <translation>工作台比例，标定靶：{target}</translation>
    </message>
    <message>
        <source>Scale of the picture in hand: {source}</source>
        <translation>当前图像的比例：{source}</translation>
    </message>
    <message>
        <source>{scale} px/mm · {age}</source>
        <translation>{scale} px/mm · {age}</translation>
    </message>
    <message>
        <source>⚠ Picture: scale unknown</source>
        <translation>⚠ 图像：比例未知</translation>
    </message>
    <message>
        <source>⚠ Scale not measured</source>
        <translation>⚠ 比例未标定</translation>
    </message>
    <message>
        <source>⚠ {scale}, expired</source>
        <translation>⚠ {scale}，已过期</translation>
    </message>
</context>
<context>
    <name>ScreenProfileDialog</name>
    <message>
        <source>Browse…</source>
        <translation>浏览…</translation>
    </message>
    <message>
        <source>ICC profile</source>
        <translation>ICC 特性文件</translation>
    </message>
    <message>
        <source>ICC profiles (*.icc *.icm)</source>
        <translation>ICC 特性文件 (*.icc *.icm)</translation>
    </message>
    <message>
        <source>Profile of the screen</source>
        <translation>显示器特性文件</translation>
    </message>
    <message>
        <source>This screen</source>
        <translation>本显示器</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>使用</translation>
    </message>
    <message>
        <source>{screen}: white pictures are shown through the ICC profile that the calibration of this screen wrote. Left empty, pictures are shown as they are stored, and the line at the bottom says so. Ultraviolet and infrared never go through a profile. Stored pictures, measurements and hashes do not change.</source>
        <translation>{screen}：白光图像按该显示器校准时生成的 ICC 特性文件显示。留空则按存储值显示，底部状态栏会注明。紫外和红外图像从不经特性文件转换。已存储的图像、测量值和校验值均不改变。</translation>
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
    <name>SettleCurve</name>
    <message>
        <source>, by trying: the lamp is quicker than the camera</source>
        <translation>（逐次试测所得：灯比相机快）</translation>
    </message>
    <message>
        <source>configured {ms} ms</source>
        <translation>配置值 {ms} ms</translation>
    </message>
    <message>
        <source>measured {ms} ms</source>
        <translation>测得 {ms} ms</translation>
    </message>
</context>
<context>
    <name>SettleDialog</name>
    <message>
        <source>How</source>
        <translation>处理情况</translation>
    </message>
    <message>
        <source>Settle</source>
        <translation>处理</translation>
    </message>
    <message>
        <source>Settle the comment</source>
        <translation>处理批注</translation>
    </message>
</context>
<context>
    <name>SettlePage</name>
    <message>
        <source>Configured</source>
        <translation>配置值</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>光源</translation>
    </message>
    <message>
        <source>Measured</source>
        <translation>测得</translation>
    </message>
    <message>
        <source>{ms} ms</source>
        <translation>{ms} ms</translation>
    </message>
</context>
<context>
    <name>SheetDialog</name>
    <message>
        <source>Comparison sheet</source>
        <translation>比对图表</translation>
    </message>
    <message>
        <source>Every light on one sheet: the questioned document over the specimen, same part, same scale. An existing PDF of that name is replaced.</source>
        <translation>将全部光源列于一份图表：上为送检证件，下为样本；部位相同，比例相同。同名 PDF 将被替换。</translation>
    </message>
    <message>
        <source>Only the region of a finding (select one with a region first)</source>
        <translation>仅显示某项检验所见的区域（请先选中标有区域的检验所见）</translation>
    </message>
    <message>
        <source>Only the region of finding {number}</source>
        <translation>仅显示检验所见 {number} 的区域</translation>
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
    <name>SightDialog</name>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Feature</source>
        <translation>特征</translation>
    </message>
    <message>
        <source>Observation</source>
        <translation>观察结果</translation>
    </message>
    <message>
        <source>Observed</source>
        <translation>所见</translation>
    </message>
    <message>
        <source>Significance</source>
        <translation>意义</translation>
    </message>
    <message>
        <source>What I saw</source>
        <translation>本人所见</translation>
    </message>
</context>
<context>
    <name>SignOffDialog</name>
    <message>
        <source>Pictures, findings and conclusion are frozen. Nothing in this case can be changed afterwards.</source>
        <translation>图像、检验所见和检验结论将被锁定。此后本案件任何内容均不可更改。</translation>
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
    <name>SignatureRows</name>
    <message>
        <source>As the examiner: the report is printed and signed</source>
        <translation>以检验员身份：生成报告并签名</translation>
    </message>
    <message>
        <source>As the supervisor: added to what the examiner signed</source>
        <translation>以主管身份：在检验员签名后追加</translation>
    </message>
    <message>
        <source>Browse…</source>
        <translation>浏览…</translation>
    </message>
    <message>
        <source>Electronic signature</source>
        <translation>电子签名</translation>
    </message>
    <message>
        <source>In a file (.p12, .pfx)</source>
        <translation>在文件中（.p12、.pfx）</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>密钥</translation>
    </message>
    <message>
        <source>Key file</source>
        <translation>密钥文件</translation>
    </message>
    <message>
        <source>Key on the card</source>
        <translation>卡中的密钥</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>密钥</translation>
    </message>
    <message>
        <source>Module of the card&apos;s maker</source>
        <translation>智能卡厂商模块</translation>
    </message>
    <message>
        <source>Modules</source>
        <translation>模块</translation>
    </message>
    <message>
        <source>None</source>
        <translation>不签名</translation>
    </message>
    <message>
        <source>On a smart card or token</source>
        <translation>在智能卡或 USB Key 中</translation>
    </message>
    <message>
        <source>Passphrase or PIN</source>
        <translation>口令或 PIN 码</translation>
    </message>
    <message>
        <source>Read the cards</source>
        <translation>读取智能卡</translation>
    </message>
</context>
<context>
    <name>SpectraPanel</name>
    <message>
        <source>All lights in one picture, in false colour:</source>
        <translation>全部光源合成一幅伪彩色图像：</translation>
    </message>
    <message>
        <source>Amounts of three inks that make up the page</source>
        <translation>非负矩阵分解：构成页面的三种油墨的含量</translation>
    </message>
    <message>
        <source>Best light</source>
        <translation>最佳光源</translation>
    </message>
    <message>
        <source>C/N</source>
        <translation>对比/噪声</translation>
    </message>
    <message>
        <source>Chart</source>
        <translation>图表</translation>
    </message>
    <message>
        <source>Chart of both places in every light</source>
        <translation>两处在各光源下的图表</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清除</translation>
    </message>
    <message>
        <source>Contrast to noise</source>
        <translation>对比度与噪声之比</translation>
    </message>
    <message>
        <source>Directions in which the lights vary most</source>
        <translation>主成分分析：各光源变化最大的方向</translation>
    </message>
    <message>
        <source>Directions that know nothing of each other</source>
        <translation>独立成分分析：彼此统计独立的方向</translation>
    </message>
    <message>
        <source>Draw one place to see it in every light, two to find the light that tells them apart.</source>
        <translation>选取一处可查看其在各光源下的数值；选取两处可查找最能区分它们的光源。</translation>
    </message>
    <message>
        <source>Draw place {place} on the questioned picture.</source>
        <translation>请在送检证件图像上选取 {place} 处。</translation>
    </message>
    <message>
        <source>Draw the first place on the picture</source>
        <translation>在图像上选取第一处</translation>
    </message>
    <message>
        <source>Draw the second place on the picture</source>
        <translation>在图像上选取第二处</translation>
    </message>
    <message>
        <source>Keep how this view was made</source>
        <translation>保留该视图的生成方法</translation>
    </message>
    <message>
        <source>Keep view</source>
        <translation>保留视图</translation>
    </message>
    <message>
        <source>Laid as in white light, because they show too little by themselves: {lights}</source>
        <translation>自身可见内容过少，按白光图像的位置对齐：{lights}</translation>
    </message>
    <message>
        <source>Left out, because they could not be laid on the first light: {lights}</source>
        <translation>因无法与首个光源图像配准而未纳入：{lights}</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>光源</translation>
    </message>
    <message>
        <source>Light or combination</source>
        <translation>光源或组合</translation>
    </message>
    <message>
        <source>Lights that tell A and B apart, best first</source>
        <translation>区分 A 与 B 的光源，最佳者在前</translation>
    </message>
    <message>
        <source>Luminescence</source>
        <translation>荧光</translation>
    </message>
    <message>
        <source>Outline</source>
        <translation>轮廓</translation>
    </message>
    <message>
        <source>Place A</source>
        <translation>取样处 A</translation>
    </message>
    <message>
        <source>Place B</source>
        <translation>取样处 B</translation>
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
        <source>Shape of a place</source>
        <translation>取样形状</translation>
    </message>
    <message>
        <source>There is no picture in hand: capture or import one, or choose another light.</source>
        <translation>当前没有图像：请采集或导入，或选择其他光源。</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>数值</translation>
    </message>
    <message>
        <source>Values of both places in every light</source>
        <translation>两处在各光源下的数值</translation>
    </message>
    <message>
        <source>What glows more than the page itself, in the light on the screen</source>
        <translation>显示当前光源下荧光强于纸张本底的部分</translation>
    </message>
    <message>
        <source>laying the lights on each other…</source>
        <translation>正在配准各光源图像…</translation>
    </message>
    <message>
        <source>{marks}  mean ± spread   {saturated} saturated</source>
        <translation>{marks}  均值 ± 离散   {saturated} 饱和</translation>
    </message>
</context>
<context>
    <name>SpectraWords</name>
    <message>
        <source>Component: {lights}</source>
        <translation>主成分：{lights}</translation>
    </message>
    <message>
        <source>Fitted sum: {lights}</source>
        <translation>拟合加权和：{lights}</translation>
    </message>
    <message>
        <source>blue</source>
        <translation>蓝</translation>
    </message>
    <message>
        <source>green</source>
        <translation>绿</translation>
    </message>
    <message>
        <source>red</source>
        <translation>红</translation>
    </message>
</context>
<context>
    <name>StackCommands</name>
    <message>
        <source>Joining the captures…</source>
        <translation>正在合成…</translation>
    </message>
    <message>
        <source>They lie on each other to {residual} px.</source>
        <translation>配准误差 {residual} px。</translation>
    </message>
    <message>
        <source>{count} captures joined; K keeps the view.</source>
        <translation>已合成 {count} 幅图像；按 K 保留视图。</translation>
    </message>
    <message>
        <source>{count} of them could not be laid, too dark or too bright, and stand as they are.</source>
        <translation>其中 {count} 幅过暗或过亮，无法配准，按原位置使用。</translation>
    </message>
</context>
<context>
    <name>StackDialog</name>
    <message>
        <source>Captures</source>
        <translation>采集图像</translation>
    </message>
    <message>
        <source>Captures of one light, exposed differently: dark and bright parts at once. Needs a camera whose values rise evenly with light; write an exposure where it is unknown.</source>
        <translation>同一光源、不同曝光的图像：暗部与亮部同时可见。要求相机的数值与光量成正比；曝光时间未知时请填写。</translation>
    </message>
    <message>
        <source>Captures of one light, focused at different heights: sharp everywhere.</source>
        <translation>同一光源、对焦高度不同的图像：各处均清晰。</translation>
    </message>
    <message>
        <source>Exposure, ms</source>
        <translation>曝光，ms</translation>
    </message>
    <message>
        <source>Join</source>
        <translation>合成</translation>
    </message>
    <message>
        <source>Join captures</source>
        <translation>多图合成</translation>
    </message>
    <message>
        <source>Light and time</source>
        <translation>光源与时间</translation>
    </message>
    <message>
        <source>Make</source>
        <translation>方式</translation>
    </message>
    <message>
        <source>One capture under each of three or four oblique lights, the page unmoved: the shape of the surface.</source>
        <translation>三个或四个方向的侧光各一幅，页面未移动：显示表面形貌。</translation>
    </message>
    <message>
        <source>Several captures of this side become one picture. Captures stay as they are; how the picture was made is kept with the view, and printed.</source>
        <translation>将本面的多幅采集图像合成为一幅。采集图像保持不变；合成方式随视图保留并打印。</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>尺寸</translation>
    </message>
    <message>
        <source>Tiles of a large document under one light, overlapping by about a third, at one distance.</source>
        <translation>大幅证件在同一光源、同一距离下的分块图像，相互重叠约三分之一。</translation>
    </message>
</context>
<context>
    <name>StepList</name>
    <message>
        <source>Add a step</source>
        <translation>添加步骤</translation>
    </message>
    <message>
        <source>Earlier</source>
        <translation>提前</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>移后</translation>
    </message>
    <message>
        <source>Remove every step; undo brings them back</source>
        <translation>移除全部步骤；可撤销恢复</translation>
    </message>
    <message>
        <source>Remove this step</source>
        <translation>移除此步骤</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>重置</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>处理步骤</translation>
    </message>
    <message>
        <source>{operation}: no picture under {lights}</source>
        <translation>{operation}：缺少 {lights} 图像</translation>
    </message>
</context>
<context>
    <name>Studio</name>
    <message>
        <source>FALSE COLOUR</source>
        <translation>伪彩色</translation>
    </message>
    <message>
        <source>PROCESSED</source>
        <translation>经处理</translation>
    </message>
    <message>
        <source>Questioned · {light}</source>
        <translation>送检证件 · {light}</translation>
    </message>
    <message>
        <source>REDUCED WHILE SETTING</source>
        <translation>调节中（缩小预览）</translation>
    </message>
    <message>
        <source>untouched</source>
        <translation>未经处理</translation>
    </message>
</context>
<context>
    <name>TeachingWindow</name>
    <message>
        <source>&amp;Keep with the model</source>
        <translation>与样本一同保存(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;Learn thresholds</source>
        <translation>学习阈值(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Remove the selected check</source>
        <translation>删除所选项目(&amp;R)</translation>
    </message>
    <message>
        <source>Caught: &lt;b&gt;{count} of {all}&lt;/b&gt; false (95 %: {low} to {high})</source>
        <translation>检出：假证件 {all} 份中 &lt;b&gt;{count}&lt;/b&gt; 份（95%：{low} 至 {high}）</translation>
    </message>
    <message>
        <source>Checks of this model</source>
        <translation>该样本的检查项目</translation>
    </message>
    <message>
        <source>Choose the folder with captures of genuine documents, five at least.</source>
        <translation>请选择真证件图像所在文件夹，至少五份。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>False alarms: &lt;b&gt;{count} of {all}&lt;/b&gt; genuine (95 %: {low} to {high})</source>
        <translation>误报：真证件 {all} 份中 &lt;b&gt;{count}&lt;/b&gt; 份（95%：{low} 至 {high}）</translation>
    </message>
    <message>
        <source>Genuine specimen: mark the place of the check</source>
        <translation>真样本：请标出检查区域</translation>
    </message>
    <message>
        <source>Give the check a name.</source>
        <translation>请为检查项目命名。</translation>
    </message>
    <message>
        <source>Left out, for they could not be measured: {names}</source>
        <translation>未能测量而略去：{names}</translation>
    </message>
    <message>
        <source>Mark the place on the picture: drag, or move with the arrow keys and press Space twice.</source>
        <translation>请在图像上标出区域：拖动鼠标，或用方向键移动并按两次空格键。</translation>
    </message>
    <message>
        <source>Measuring the captures…</source>
        <translation>正在测量图像…</translation>
    </message>
    <message>
        <source>Not known how many false documents it catches: no captures of any.</source>
        <translation>没有假证件图像，检出率未知。</translation>
    </message>
    <message>
        <source>Only a curator may teach. Sign in with an account that has this role.</source>
        <translation>只有样本管理员可以训练。请使用具有该角色的账户登录。</translation>
    </message>
    <message>
        <source>Teach checks – QDBench</source>
        <translation>训练检查项目 – QDBench</translation>
    </message>
    <message>
        <source>Threshold &lt;b&gt;{threshold}&lt;/b&gt;, middle of the genuine {typical}</source>
        <translation>阈值 &lt;b&gt;{threshold}&lt;/b&gt;，真证件中位值 {typical}</translation>
    </message>
    <message>
        <source>{alarms} of {genuine} genuine rejected (up to {high})</source>
        <translation>真证件 {genuine} 份中误报 {alarms} 份（上限 {high}）</translation>
    </message>
</context>
<context>
    <name>TwiceDialog</name>
    <message>
        <source>New passphrase</source>
        <translation>新口令</translation>
    </message>
    <message>
        <source>New passphrase again</source>
        <translation>再次输入新口令</translation>
    </message>
</context>
<context>
    <name>UnsavedDialog</name>
    <message>
        <source>A finding is not saved</source>
        <translation>检验所见尚未保存</translation>
    </message>
    <message>
        <source>Back to the finding</source>
        <translation>返回检验所见</translation>
    </message>
    <message>
        <source>Discard the finding</source>
        <translation>放弃该检验所见</translation>
    </message>
    <message>
        <source>You began a finding and did not save it. It will be lost.</source>
        <translation>您已开始填写一条检验所见但尚未保存，继续将丢失其内容。</translation>
    </message>
</context>
<context>
    <name>ValueLine</name>
    <message>
        <source>{genuine} genuine and {false} false values, threshold {threshold}</source>
        <translation>真证件数值 {genuine} 个，假证件数值 {false} 个，阈值 {threshold}</translation>
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
    <name>VerifierDialog</name>
    <message>
        <source>Ask</source>
        <translation>请求</translation>
    </message>
    <message>
        <source>Blind verification of exhibit {number}</source>
        <translation>检材 {number} 的盲法复检</translation>
    </message>
    <message>
        <source>Person</source>
        <translation>人员</translation>
    </message>
    <message>
        <source>Whoever you ask sees the captures and neither findings nor conclusion, until their own opinion is recorded. Nobody who has opened the case before can be asked.</source>
        <translation>受请人在记录本人意见之前只能看到采集的图像，看不到检验所见和检验结论。曾打开过本案件的人员不能受请。</translation>
    </message>
</context>
<context>
    <name>WallBar</name>
    <message>
        <source>Linked panes</source>
        <translation>联动多窗格</translation>
    </message>
    <message>
        <source>No room: at most {most} panes.</source>
        <translation>没有空位：最多 {most} 个窗格。</translation>
    </message>
    <message>
        <source>Specimen below</source>
        <translation>下方显示样本</translation>
    </message>
    <message>
        <source>Tab goes from pane to pane, Enter takes its light in hand. The specimen is laid on it.</source>
        <translation>跳格键切换窗格，回车键选用该光源。样本已配准到送检图像。</translation>
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
    <name>WindowBox</name>
    <message>
        <source>Black</source>
        <translation>黑点</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>适配</translation>
    </message>
    <message>
        <source>Leave out a thousandth of the values at each end</source>
        <translation>两端各舍去千分之一的数值</translation>
    </message>
    <message>
        <source>Spread of the values</source>
        <translation>数值分布</translation>
    </message>
    <message>
        <source>Value shown as black</source>
        <translation>显示为黑色的数值</translation>
    </message>
    <message>
        <source>Value shown as white</source>
        <translation>显示为白色的数值</translation>
    </message>
    <message>
        <source>Values from {lowest} to {highest} of {top}</source>
        <translation>数值 {lowest} 至 {highest}（上限 {top}）</translation>
    </message>
    <message>
        <source>White</source>
        <translation>白点</translation>
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
    <name>WithdrawMeasurementDialog</name>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>The measurement stays in the case file with your reason, but no longer counts and is not printed as standing.</source>
        <translation>该测量结果及撤回原因保留在案件文件中，但不再有效，也不会作为有效结果打印。</translation>
    </message>
    <message>
        <source>Withdraw</source>
        <translation>撤回</translation>
    </message>
    <message>
        <source>Withdraw the measurement</source>
        <translation>撤回测量结果</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message numerus="yes">
        <source>%n day(s) old</source>
        <translation>
            <numerusform>%n 天前</numerusform>
        </translation>
    </message>
    <message>
        <source>Across {across}, down {down} px/mm: both directions agree.</source>
        <translation>横向 {across}、纵向 {down} px/mm，两个方向一致。</translation>
    </message>
    <message>
        <source>Target turned by {turn}°, its marks found to {residual} px.</source>
        <translation>标定靶旋转 {turn}°，标记定位残差 {residual} px。</translation>
    </message>
    <message>
        <source>The lens bends the corners by {percent} %.</source>
        <translation>镜头在图像四角的畸变为 {percent} %。</translation>
    </message>
    <message>
        <source>The scale changes by {percent} % from side to side.</source>
        <translation>比例在两侧之间变化 {percent} %。</translation>
    </message>
    <message>
        <source>every light</source>
        <translation>全部光源</translation>
    </message>
    <message>
        <source>lies {shift} px beside white, ± {residual} px; {confidence} % of the parts agree</source>
        <translation>相对白光偏移 {shift} px，残差 ± {residual} px；{confidence} % 的区域一致</translation>
    </message>
    <message>
        <source>red × {red}, green × {green}, blue × {blue}, ± {percent} %</source>
        <translation>红 × {red}，绿 × {green}，蓝 × {blue}，± {percent} %</translation>
    </message>
    <message>
        <source>steady after {ms} ms, of which {margin} ms are margin</source>
        <translation>{ms} ms 后稳定（含裕量 {margin} ms）</translation>
    </message>
    <message>
        <source>today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>uneven by {percent} %, dark at level {dark} of {bits} bits</source>
        <translation>不均匀度 {percent} %，暗场电平 {dark}（{bits} 位）</translation>
    </message>
    <message>
        <source>{scale} px/mm ({ppi} ppi)</source>
        <translation>{scale} px/mm（{ppi} ppi）</translation>
    </message>
    <message>
        <source>± is one standard uncertainty (k = 1) of any length in the picture.</source>
        <translation>± 为图像中任意长度的标准不确定度（k = 1）。</translation>
    </message>
    <message>
        <source>– not used</source>
        <translation>– 未采用</translation>
    </message>
    <message>
        <source>⚠ Measured in one direction only; a card or a chessboard measures two.</source>
        <translation>⚠ 仅测量了一个方向；卡片或棋盘格可测量两个方向。</translation>
    </message>
    <message>
        <source>⚠ expired, still used: measure again</source>
        <translation>⚠ 已过期，仍在使用：请重新测量</translation>
    </message>
    <message>
        <source>✓ in force</source>
        <translation>✓ 现行有效</translation>
    </message>
</context>
<context>
    <name>Workspace</name>
    <message>
        <source>Case</source>
        <translation>案件</translation>
    </message>
    <message>
        <source>Checks</source>
        <extracomment>Overlays of places whose spectra are looked at begin so. Overlay of what is being written about. Overlays of regions that somebody commented on begin so. Takes the next region that is drawn in place of a finding.</extracomment>
        <translation>机器检查</translation>
    </message>
    <message>
        <source>Conclusion</source>
        <translation>检验结论</translation>
    </message>
    <message>
        <source>Enhance</source>
        <translation>图像增强</translation>
    </message>
    <message>
        <source>Findings</source>
        <translation>检验所见</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>测量</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>复核</translation>
    </message>
    <message>
        <source>■  Blind verification: you see what was captured and nothing that was said of it.</source>
        <translation>■  盲法复检：您只能看到采集的图像，看不到任何相关意见。</translation>
    </message>
    <message>
        <source>■  This case is open for reading only: nothing you do here changes the file.</source>
        <translation>■  本案件以只读方式打开：任何操作都不会更改文件。</translation>
    </message>
    <message>
        <source>■  This case is signed off: it can be read, verified and printed, not changed.</source>
        <translation>■  本案件已签发：可查阅、校验和打印，不可更改。</translation>
    </message>
    <message>
        <source>■  This case is under review: it cannot be changed unless a reviewer returns it.</source>
        <translation>■  本案件正在复核：复核人退回之前不能更改。</translation>
    </message>
</context>
<context>
    <name>ZoneWindow</name>
    <message>
        <source>&amp;Begin with the guess</source>
        <translation>以推测值开始(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;Characters</source>
        <translation>字符(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Keep the correction</source>
        <translation>保存更正(&amp;K)</translation>
    </message>
    <message>
        <source>A record of its own; what was read stays as it is</source>
        <translation>另建一条记录，原读数保持不变</translation>
    </message>
    <message>
        <source>C&amp;ross-check</source>
        <translation>交叉核对(&amp;R)</translation>
    </message>
    <message>
        <source>Check digit</source>
        <translation>校验码</translation>
    </message>
    <message>
        <source>Copy as &amp;text</source>
        <translation>复制为文本(&amp;T)</translation>
    </message>
    <message>
        <source>Corrected, not kept. Original: {lines}</source>
        <translation>已更正，未保存。原读数：{lines}</translation>
    </message>
    <message>
        <source>Expected</source>
        <translation>应为</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>项目</translation>
    </message>
    <message>
        <source>Fields and check digits</source>
        <translation>各项与校验码</translation>
    </message>
    <message>
        <source>Lights differ at line {line}, place {position}: {read}</source>
        <translation>各光源读数不同，第 {line} 行第 {position} 位：{read}</translation>
    </message>
    <message>
        <source>Machine readable zone</source>
        <translation>机读区</translation>
    </message>
    <message>
        <source>Printed</source>
        <translation>印刷值</translation>
    </message>
    <message>
        <source>Read as {text}, looks like {raw}: line {line}, place {position}</source>
        <translation>读作 {text}，字形似 {raw}：第 {line} 行第 {position} 位</translation>
    </message>
    <message>
        <source>Read from the pictures, not kept</source>
        <translation>由图像识读，未保存</translation>
    </message>
    <message>
        <source>The pictures are being read…</source>
        <translation>正在识读图像…</translation>
    </message>
    <message>
        <source>The reader device and the picture differ. Picture: {lines}</source>
        <translation>阅读器与图像不一致。图像：{lines}</translation>
    </message>
    <message>
        <source>These lines are no zone of ICAO 9303: {code}</source>
        <translation>这些行不是 ICAO 9303 机读区：{code}</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>结论</translation>
    </message>
    <message>
        <source>does not hold</source>
        <translation>不符</translation>
    </message>
    <message>
        <source>holds</source>
        <translation>相符</translation>
    </message>
    <message>
        <source>–  Not read: type it. A guess is never given as a reading.</source>
        <translation>–  未读出，请手工录入。推测值绝不作为读数给出。</translation>
    </message>
</context>
<context>
    <name>_SecretDialog</name>
    <message>
        <source>Key from a file</source>
        <translation>从文件读取密钥</translation>
    </message>
    <message>
        <source>Key from a file…</source>
        <translation>从文件读取密钥…</translation>
    </message>
    <message>
        <source>Show what is typed</source>
        <translation>显示输入内容</translation>
    </message>
</context>
</TS>
