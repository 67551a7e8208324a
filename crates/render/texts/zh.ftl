### 中文界面文字。
###
### 每种语言一个文件，消息和变量与其他语言相同。

## 语言

language-name = 中文
# ltr 或 rtl
direction = ltr
separator-list = ，
separator-clauses = ；
separator-facts = {" · "}
colon = ：
separator-sentences = {""}

## 日期和期间

month-1 = 1月
month-2 = 2月
month-3 = 3月
month-4 = 4月
month-5 = 5月
month-6 = 6月
month-7 = 7月
month-8 = 8月
month-9 = 9月
month-10 = 10月
month-11 = 11月
month-12 = 12月
period-year = { $year }年
period-quarter = { $year }年第{ $quarter }季度
period-month = { $year }年{ $month }
period-day = { $year }年{ $month }{ $day }日
period-interval = { $first }至{ $last }
period-years = { $first }–{ $last }年
period-stock = 截至{ $day }
instant = { $year }年{ $month }{ $day }日 { $time }（协调世界时）

## 报告

skip-to-text = 跳至正文
report-of-year = { $year }年度报告
plan-period = 规划期
reporting-period = 报告期
state = 状态
state-draft = 草稿
state-edition = 第{ $number }版
languages = 语言
other-forms = 其他格式
form-json = JSON
form-md = Markdown
form-csv = CSV
contents = 目录
headline = 年度数据
pages = 简报
page-headline = 主要数字
page-way = 当前位置
page-section = 报告相关章节
page-turn = 其他页面
page-before = 上一页
page-after = 下一页
footnotes = 注释
footnote-return = 返回引用注{ $number }之处
footnote-return-nth = 返回引用注{ $number }的第{ $place }处
footnote-mark = 注{ $number }
provenance = 数据出处
provenance-explained = 每个数字均取自某项服务所保存的数据。本报告由以下修订版本汇编而成：
service = 服务
revision = 修订版
draft-notice = 数据随记录更新，可能变动。
draft-whole = 所有服务均已应答。
unconfirmed-heading = 部分服务未应答
unconfirmed-unavailable = 服务“{ $service }”未应答，其数据在此缺失。
unconfirmed-last-known = 服务“{ $service }”未应答，其数据为最近一次确认的数据。
unconfirmed-last-known-since = 服务“{ $service }”未应答，其数据为{ $since }确认的数据。
findings-heading = 检查结果
findings-here = 本页检查结果
findings-all = 全部检查结果
findings-json = 供程序使用的同一内容（JSON）
findings-explained = 检查比较所印数字所代表的范围。有错误时报告不得发布；有警告时须有人查看；提示供参考。
findings-none = 检查未发现问题。
findings-of-errors = 错误
findings-of-warnings = 警告
findings-of-notes = 提示
findings-settled = 已有决定
findings-fixed = 已更正
finding-error = 错误
finding-warning = 警告
finding-note = 提示
finding-cause = 可能原因
finding-remedy = 处理办法
finding-printed = 印于
finding-figures = 有关数字
finding-sources = 来源
finding-places = 文件位置
finding-more = 另有{ $count }处
preview = 如为其他数值
preview-label = 其他数值（以该数据的单位表示）
preview-ask = 显示
preview-explained = 以该数值重新进行检查。由相同记录得出的合计随之变化；只有服务才能重新计算的数值保持不变，并予列出。不写入任何内容。
preview-no-number = “{ $value }”不是数字。请以该数据的单位（{ $unit }）写一个数字，可只写数字，也可按报告的写法：5500000000、55亿。
preview-ambiguous = “{ $value }”可读作{ $one }或{ $other }。书写数字时请勿加千位分隔符，小数前用点。
preview-limit = “{ $value }”是界限或约数。请只写数字本身。
preview-unit = “{ $value }”的单位与该数据不同，该数据的单位为{ $unit }。请用该单位书写，或只写数字。
preview-size = “{ $value }”位数过多，最多可存18位。
preview-derived = 计算结果将变为
preview-undetermined = 此处无法得知
preview-undetermined-explained = 以下内容部分取自相同的记录，将由其服务重新计算；此处保持不变。
preview-then = 如为{ $value }：
preview-open = 届时待处理
preview-nothing = 所印内容和检查结果均无变化。
preview-appearing = 将发现
preview-going = 将不再发现
preview-changing = 将以其他数字发现
preview-printed = 将印为
preview-change = { $before } → { $after }
finding-open = 待处理
finding-settled = 已有决定
finding-accepted = 接受
finding-not-ours = 不属本组织
finding-confirmed = 已确认
finding-decided = { $office }于{ $day }决定：{ $what }。
finding-reopened = 有关数值已有变动，重新待处理。
finding-settle = 用于findings.csv
findings-errors = { $count }项错误
findings-warnings = { $count }项警告
findings-notes = { $count }项提示
table-value = 数值
chart-point = 项目
chart-as-table = 图中数值
listing-empty = 无记录。
listing-not-given = 未提供
listing-aggregate = { $count ->
    [0] 另有其他，仅公布总数
   *[other] 另有{ $count }项，仅公布总数
}
listing-aggregate-named = { $count ->
    [0] { $label }（仅公布总数）
   *[other] { $label }（{ $count }项，仅公布总数）
}
picture-credit = 图片：{ $credit }
picture-not-shown = 图片：{ $alt }

link-here = 指向{ $id }的链接
card-source = 来源

## 搜索

search = 搜索
search-label = 搜索本报告
search-hint = 词语或数字
search-empty = 请输入一个或多个词语，或按报告中的写法输入数字，如412或55亿。结果须包含全部词语。
search-none = 本报告中没有同时包含“{ $query }”全部词语之处。
search-figures = 数据
search-passages = 正文
search-count-figures = { $count }项数据
search-count-passages = 正文{ $count }处
search-cut = 仅显示{ $all }项中的前{ $shown }项。增加词语可缩小范围。

## 数字旁的标记及其含义

sign-missing = *
sign-unavailable = †
sign-last-known = ‡
sign-disputed = ‖
sign-restated = ◊
sign-converted = ¤
mark-missing = 无数值
mark-unavailable = 服务未应答
mark-last-known = 最近一次已知数值，未经确认
mark-disputed = 其他来源数值不同
mark-restated = 先前报告所载数值不同
mark-converted = 含经换算的数值
note-missing = 无数值：{ $reason }。
note-unavailable = 服务“{ $service }”未应答，亦无以往数值。
note-last-known = 最近一次已知数值：服务“{ $service }”未应答。
note-last-known-since = { $since }的已知数值：服务“{ $service }”未应答。
note-disputed = 其他来源数值不同：{ $others }。
note-restated = 已修订。此前报告所载：{ $before }。
note-converted = 经换算：{ $converted }。
note-other = { $value }（{ $place }）
converted = { $count }项记录由{ $units }换算：{ $rates }
converted-rate = 1 { $from } = { $rate } { $unit }，{ $day }（{ $place }）
converted-more = 另有{ $count }个换算率

## 来源

source-section = § { $section }
source-section-named = { $section }部分
source-unnamed = 来源未注明

## 数据页

figure-of = 数据
figure-past-revision = 此为修订版{ $revision }时的数据。
figure-past-instant = 此为{ $at }时的数据。
figure-past-title-revision = { $name }（修订版{ $revision }）
figure-past-title-instant = { $name }（{ $at }的状态）
figure-past-now = 查看当前数据。
figure-periods = 历年数值
figure-periods-none = 未记录其他期间的数值。
figure-around-unavailable = 服务目前未应答，请稍后再试。
strand-years = 按年
strand-year-ends = 年末
strand-quarters = 按季度
strand-months = 按月
strand-days = 其他日期
strand-intervals = 跨年期间
figure-groups = 对比
figure-this = 本数据
figure-other = 以其他方式得出
figure-apart = { $value }，相差{ $distance }
figure-group-total = 总计
figure-group-more = 另有{ $count }项：查看完整清单
figure-cite = 引用格式
figure-citation = { $organisation }：{ $figure }：{ $value }。载于：{ $report }（{ $state }）。{ $service }服务，修订版{ $revision }，{ $date }。
figure-cite-explained = 地址中含修订版号，因此即使日后更正，所示仍为此数值。
figure-definition = 定义
figure-exact-value = 精确值
figure-decimals = 精度
decimals-inf = 精确
decimals-step = 精确到{ $step }
figure-interval = 所代表的范围
interval-between = { $low }至{ $high }
figure-unit = 单位
figure-period = 期间
figure-bound = 界限
figure-kind = 类型
figure-basis = 依据
figure-records = 记录数
figure-converted = 换算
figure-other-units = 未计入总和
records-other-unit = 以{ $unit }计的{ $count }项记录
figure-formula = 公式
formula-count = “{ $register }”登记册的记录数
formula-sum = “{ $register }”登记册中“{ $field }”之和
formula-mean = 各经济体“{ $one }”按“{ $other }”加权的均值
formula-share = 有“{ $other }”数值的经济体占“{ $one }”的比例
formula-less = { $plus }减去{ $minus }
figure-record-lists = 相关记录
records-complete = { $count }项记录；登记册完整
records-partial = { $count }项记录；登记册不完整，因此该数值为下限
records-partial-stated = { $count }项记录；登记册不完整，因此采用来源所述数值
figure-must-say = 应使用的措辞
figure-must-say-one = 数字附近须使用其中之一：{ $words }
figure-must-not-say = 不应使用的措辞
figure-must-not-say-any = 数字附近不得使用：{ $words }
figure-word = “{ $word }”
figure-status = 状态
figure-note = 说明
figure-restated = 此前报告所载
figure-department = 负责部门
figure-revision = 修订版
figure-key = 键
figure-sources = 来源
figure-sources-none = 未记录来源。
figure-sources-cut = 仅列出前{ $count }处。
figure-alternatives = 其他数值
figure-alternatives-explained = 以下数值未被采用，但均予保留。
figure-disputes = 差异超出舍入可解释的范围
figure-agrees = 在舍入范围内一致
figure-dispute = 所采用的数值代表{ $own }，此数值代表{ $other }，两者不相交。
figure-history = 修订记录
figure-history-none = 无以往数值。
figure-history-unavailable = 服务目前未提供数值的变更历史，请稍后再试。
figure-places = 引用之处
figure-places-none = 报告及其简报页面均未引用。
figure-data = 在别处使用
figure-data-request = 程序访问本页地址时附上标头 Accept: application/json、application/jsonl 或 text/csv，即可获取同一数据。
history-revision = 修订版
history-value = 数值
history-when = 时间
history-why = 原因
history-removed = 已删除
kind-stock = 时点数
kind-flow = 期间数
kind-average = 期间水平
kind-rate = 比率或份额
kind-listing = 记录清单
status-available = 有数值
status-missing = 无数值：{ $reason }
status-unavailable = 服务未应答
status-last-known = 最近一次已知数值，自{ $since }起未经确认
missing-not-collected = 无人收集
missing-not-applicable = 不适用
missing-no-world-value = 有国别数值，无全球数值
missing-confidential = 保密
missing-suppressed = 依据不足，不予显示
missing-no-data = 无数据
missing-not-recorded = 尚未记录
basis-stated = 来源所述
basis-computed = 计算得出
basis-computed-from = 由{ $count }项记录计算得出
bound-exact = 数值本身
bound-at-least = 至少
bound-more-than = 超过
bound-at-most = 至多
bound-less-than = 低于
bound-about = 约
bound-just-under = 略低于
bound-just-over = 略高于
bounded-exact = { $value }
bounded-at-least = 至少{ $value }
bounded-more-than = 超过{ $value }
bounded-at-most = 至多{ $value }
bounded-less-than = 低于{ $value }
bounded-about = 约{ $value }
bounded-just-under = 近{ $value }
bounded-just-over = 略高于{ $value }

## 清单页

listing-records-known = { $count }项记录，另有仅公布总数者
listing-records = { $count }项记录
listing-source = 来源

## 变更订阅

feed-link = 变更内容
feed-title = 变更：{ $report }
feed-unreachable = 以下服务未应答，其变更未列入：{ $services }。
feed-entry = { $service }服务，修订版{ $revision }
feed-entry-one = { $figure }：{ $value }
feed-entry-many = { $count }项数据已变更（{ $service }服务）
feed-change = 由{ $before }改为{ $after }
feed-unknown = 未知
feed-changes-none = 报告所用数据无变更。
feed-changes-more = 另有{ $count }项
feed-changes-unavailable = 服务未说明哪些数据已变更。

## 报告列表

reports = 年度报告
reports-none = 尚无报告。请载入数据包：yearbook import DIR
report-read = 阅读

## 服务状态

services-state = 服务状态
services-explained = 每个数字都由一项服务保存。某项服务没有响应时，只影响它自己的数字：显示最后已知的数值，或标为缺失。
services-none = 没有已知的服务。
services-confirmed = 已确认
services-silent = 未确认
services-never = 从未收到响应
services-revision-time = 版次时间
services-last-contact = 最近联系
services-last-error = 最近错误
services-no-error = 无
services-no-answer = 该服务没有响应。
services-version = 软件版本
services-address = 地址
services-unknown = 未知

## 错误

error-400 = 无法处理此请求
error-401 = 此内容须凭令牌阅读
error-403 = 不允许此操作
error-404 = 没有此页面
error-405 = 此处不能执行该操作
error-409 = 与现有内容冲突
error-429 = 请求过多
error-500 = 此处出现问题
error-503 = 某项服务未应答
error-504 = 应答超时
error-other = 请求失败
error-page = { $asked } 处没有内容。请从报告列表开始浏览。
error-report = 没有“{ $asked }”年的报告。现有{ $year }年度报告。
error-report-none = 没有“{ $asked }”年的报告，目前也没有其他年度的报告。
error-report-page = { $year }年度报告没有“{ $asked }”页面。
error-language = 报告没有“{ $asked }”语言版本。现有语言：{ $languages }。
error-edition = { $year }年度报告没有第{ $asked }版：尚未发布任何版本。实时报告见 /reports/{ $year }/live。
error-form = 不提供“{ $asked }”格式。报告提供 html、md 和 json，数据提供 html、json、jsonl、csv、parquet 和 text。
error-service = 没有名为“{ $asked }”的服务。
error-cause-busy = 报告正在汇编，请稍后再试。
error-cause-key = 此地址不是数据的地址：其中的键无法识别。
error-cause-measure = 该服务没有这项数据。
error-cause-dimension = 这项数据没有此种细分。
error-cause-code = 地址中的代码无法识别。
error-cause-question = 无法以此方式查询数据。
error-cause-unavailable = 保存此数据的服务目前未应答，请稍后再试。
error-cause-as-of = 地址中的历史时点无法识别。请写修订版号（如 12）或时间（如 2025-01-31T12:00:00Z）。
error-cause-revision = 该服务尚无此修订版。
error-cause-token = 尚未发布的内容须凭令牌阅读。请重新加载页面：浏览器会要求输入用户名（可任意填写）和密码（即令牌）。令牌由本网站的管理者发放。
error-detail = 详情（英文）
error-where = 位置
error-what-to-do = 处理办法
error-nearest = 是否指 { $nearest }？
all-reports = 全部报告

# 图表：读给看不见图的人听的说明，以及图下的数据表。
chart-data = 数据表
chart-kind-bars = 条形图。
chart-kind-lines = 折线图。
chart-kind-dots = 点图。
chart-unit = 单位：{ $unit }。
chart-at = { $value }（{ $label }）
chart-from-to = 从{ $first }到{ $last }
chart-highest = 最高{ $value }
chart-lowest = 最低{ $value }
chart-none = 无数值
chart-missing =
    { $count ->
       *[other] 缺{ $count }个数值
    }
chart-sentence = { $text }。

# 更正：报告中与先前不同之处。
corrigendum-title = 更正：{ $title }
corrigendum-none = 文本没有变化。
corrigendum-replace = { $place }：将“{ $before }”改为“{ $after }”。
corrigendum-add = { $place }：增加“{ $after }”。
corrigendum-delete = { $place }：删除“{ $before }”。
corrigendum-in = { $section }，{ $place }
corrigendum-at-title = 标题
corrigendum-at-headline = 文首，{ $label }
corrigendum-at-heading = 标题
corrigendum-at-paragraph = 第{ $number }段
corrigendum-at-subheading = 第{ $number }个小标题
corrigendum-at-item = 第{ $number }项
corrigendum-at-whole = “{ $caption }”
corrigendum-at-caption = “{ $caption }”的标题
corrigendum-at-note = “{ $caption }”，注{ $number }
corrigendum-at-head = “{ $caption }”，表头
corrigendum-at-cell = “{ $caption }”，{ $row }，{ $column }
corrigendum-at-point = “{ $caption }”，{ $label }
corrigendum-at-series-point = “{ $caption }”，{ $series }，{ $label }
corrigendum-at-record = “{ $caption }”，记录{ $record }
corrigendum-at-field = “{ $caption }”，记录{ $record }，{ $column }
corrigendum-at-story = “{ $caption }”，{ $place }

# 向各部门收集数据的工作簿。
collect-sheet = 数值
collect-title = { $year }年数值
collect-department = 部门：{ $department }
collect-focal-point = 联系人：{ $name }
collect-due = 请于{ $date }前返回
collect-question = 问题：{ $question }
collect-how-value = 请将每个数值填入该行的有色单元格：只写数字，使用该行的单位并写出全部位数，例如55亿写作5500000000。零写作0。
collect-how-nil = 本期没有数值时请选择“无”，指标不适用时请选择“不适用”。空白单元格视为尚未答复。
collect-how-known = 请在旁边选择数值的精确程度（以千计的数值选择1 000），并注明是否为界限，例如“至少”。
collect-how-comment = 请在备注中说明读者须知事项：与上年数值不同的原因、数据来源等。其他单元格均已锁定。
collect-figure = 指标
collect-of = 范围
collect-definition = 定义
collect-unit = 单位
collect-before = { $year }年数值
collect-recorded = { $year }年已记录
collect-value = { $year }年填报数值
collect-known-to = 精确到
collect-bound = 界限
collect-comment = 备注
collect-key = 键
collect-nil = 无
collect-not-applicable = 不适用
collect-exact = 精确

# 待交数据页面。
collection-heading = 待交数据
collection-explained = 各部门通过工作簿填报数值。此处列出各部门的答复情况以及报告各节的核准情况。
collection-requests = 数据请求
collection-none = 尚未向任何部门索取数据。请先运行：yearbook collect --department 代码
collection-department = 部门
collection-answered = 已答复
collection-of = { $answered } / { $asked }
collection-due = 截止日期
collection-no-date = 无日期
collection-late = 逾期
collection-focal-point = 联系人
collection-nobody = 未指定
collection-workbook = 工作簿
collection-asked = 已索取
collection-received = 已收到
collection-nil = 本期无数据
collection-queried = 已退回并提问
collection-cleared = 已核准
collection-sections = 各节核准情况
collection-section = 章节
collection-when = 核准时间
collection-why = 说明
collection-section-cleared = 已核准
collection-section-changed = 核准后有变动
collection-section-open = 未核准
collection-link = 各部门待交数据与各节核准情况
