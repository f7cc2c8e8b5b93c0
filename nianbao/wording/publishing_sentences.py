"""What is wrong with built pages, and why something cannot be published, corrected or withdrawn."""

PUBLISHING = {
    "built_id_repeated": "页面中编号“{id}”重复；请改动同名的标题",
    "built_foreign_resource": "页面要从别的网站取内容：{address}；请改用本站文件",
    "built_link_broken": "链接“{address}”指向不存在的页面；请改正",
    "built_anchor_missing": "链接“{address}”指向的位置不存在；请改正",
    "built_without_policy": "页面没有自己的内容安全策略，或者开头不是完整的 <head>；请检查 overrides 里的模板",
    "built_without_policy.ending": "网页的文件名要以小写的 .html 结尾，否则没有内容安全策略，链接也不会核对；请改名",
    "built_refused_by_policy": "页面中的 {what} 不合内容安全策略，浏览器不会执行；请从模板中去掉，脚本和样式改为本站的文件",
    "built_inline_unknown": "页面中的 {what} 不是主题或本站模板的：{text}；请从 overrides 的模板中去掉，脚本和样式改为本站的文件",
    "built_inline_unknown.entry": "这里的文字成了页面 {page} 中的 {what}：{text}；请从这一项中去掉，并请维护人员检查 overrides 的模板：文字要转义后才能写进页面",
    "address_lost": "第{version}版就公开了的地址 {address} 在这一版中没有了，已有的链接会落空；请恢复它，或在 {file} 的 moved 中写明它移到哪里，如 {entry}: index",
    "address_lost.portal": "首页公开过的地址 {address} 没有了，已有的链接会落空；请恢复它，或在 {file} 的 moved 中写明它移到哪里，如 {entry}: index",
    "never_published": "{year}年度从未公开；请先用 nianbao publish {year} 公开",
    "changed_meanwhile": "{year}年度的来源文件在处理期间又有改动；请再运行一次",
    "version_unsaid": "{year}年度有几个版次（{versions}）；请用 --version 写明是哪一个",
    "version_unknown": "{year}年度没有第{version}版；请改用已公开的版次：{versions}",
    "address_unknown": "这一版中没有“{name}”；最接近的是：{near}",
    "withdrawn_already": "“{name}”在这一版中已经撤下；请从命令中去掉，别的版次用 --version 写明",
    "withdrawal_empty": "没有写明撤下什么；请用 --page、--file 或 --source 写明，或用 --whole 撤下整个版次",
    "public_word_empty": "--{option} 不能为空；它将记入公开的发布台账，请写明",
    "public_word_long": "--{option} 有{count}个字；它将记入公开的发布台账，请写在{most}字以内",
    "public_word_unseen": "--{option} 将记入公开的发布台账，只能写成一行，不能有看不见的字符：{text}；请去掉后再试",
    "public_word_personal": "--{option} 将记入公开的发布台账，不能写{kind} {number}；请改写",
    "withdrawn_elsewhere": "应当消失的内容在这里仍有{count}处；请把它一并撤下（--page、--file、--source，别的版次另行撤下），确可保留的用 --stays 写明",
}
"""By rule and, where a rule has several sentences, by `rule.variant`."""
