/** 你想聽什麼話題？ */
export const taste = {
  title: '你想聽什麼話題？',
  text: '相關房間會排在前面。你的選擇只保存在這台裝置上。',
  topics: '話題',
  languages: '你懂的語言',
  choose: '選擇',
  done: '完成',
};
