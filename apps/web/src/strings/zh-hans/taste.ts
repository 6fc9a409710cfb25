/** 你想听什么话题？ */
export const taste = {
  title: '你想听什么话题？',
  text: '相关房间会排在前面。你的选择只保存在这台设备上。',
  topics: '话题',
  languages: '你懂的语言',
  choose: '选择',
  done: '完成',
};
