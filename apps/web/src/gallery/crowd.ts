/** People for the pictures: names as they come in the world, short and long, in several scripts. */
export const names = [
  'Ada Okafor',
  'Jonas Lindqvist',
  'Mei Tanaka',
  'Priya Raman',
  'Luca Ferrari',
  'Noor Haddad',
  'Sofía Castillo',
  'Emeka',
  'Hanna Kowalska',
  'Tomás Silva',
  'Yusuf Demir',
  'Ingrid Bakke',
  'Kofi Mensah',
  'Lea Schneider',
  'Ravi',
  'Chloé Martin',
  'Olena Shevchenko',
  'Samir Aziz',
  'Grace Njeri',
  'Dmitri Volkov',
] as const;

const scripts = ['ليلى حداد', 'דניאל כהן', 'Ελένη', 'Тарас', 'გიორგი', 'Արամ'] as const;

export const longNames = [
  'Wolfeschlegelsteinhausenbergerdorff',
  'María de los Ángeles Fernández-Villaverde y Montemayor',
  'A. Q. Featherstonehaugh-Cholmondeley',
  'Nguyễn Thị Hoàng Phương Thảo Nguyên',
  ...scripts,
] as const;

export const rtlNames = [
  'ليلى حداد',
  'יעל לוי',
  'سامر العلي',
  'دانيال كوهين',
  'نور',
  'مريم الزهراء',
  'Ada Okafor',
] as const;

/** As many names as asked for; the later ones are told apart by a letter. */
export function crowd(count: number): readonly string[] {
  const base = [...names, ...scripts];
  return Array.from({ length: count }, (_, place) => {
    const name = base[place % base.length] ?? '';
    const round = Math.floor(place / base.length);
    return round === 0 ? name : `${name} ${String.fromCharCode(65 + (round % 26))}`;
  });
}
