/** どんな話を聞きたいですか？ */
export const taste = {
  title: 'どんな話を聞きたいですか？',
  text: 'その話題のルームが先に並びます。選んだ内容はこの端末にだけ残ります。',
  topics: '話題',
  languages: 'わかる言語',
  choose: '選ぶ',
  done: '完了',
};
