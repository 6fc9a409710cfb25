/** Why something could not be shown or done, in the app around the rooms. */
export const answers = {
  loading: '加载中…',
  again: '重试',
  more: '显示更多',
  refused: {
    malformed: '输入的内容不太对。请检查后再试。',
    signedOut: '你已退出登录。请登录后再试。',
    notFound: '这里什么都没有，或者没有对你开放。',
    notAllowed: '你不能在这里这样做。',
    needsPasskey: '请先用通行密钥确认。',
    taken: '这个名字已被使用，请换一个。',
    tooFast: '操作有点快了，请稍等片刻再试。',
    tooMany: '已达到每个人可以拥有的数量上限。',
    busy: '服务器非常繁忙，请过一会儿再试。',
    full: '没有空位了。',
    paused: '这项功能暂时停用，请稍后再试。',
    notYet: '现在还不行，再过一会儿就可以了。',
    banned: '此账号已被封禁。',
    offline: '连不上服务器。请检查网络后再试。',
    unexpected: '出了点问题。请刷新页面后再试。',
  },
};
