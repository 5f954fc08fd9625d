// The same objects as ReferenceData.cs; the benchmark compares the answers byte by byte.
const count = (length, make) => Array.from({ length }, (_, index) => make(index));

export const items = count(100, (index) => ({
  id: `${index}`,
  sku: `SKU-${10000 + index}`,
  name: `Item number ${index}`,
  category: `category-${index % 7}`,
  price: index * 1.25 + 0.5,
  quantity: index * 3,
  active: index % 2 === 0,
  createdAt: '2026-01-01T00:00:00.000Z',
  owner: { id: `o${index % 10}`, name: `Owner ${index % 10}` },
}));

export const companies = count(20, (index) => ({ id: `c${index}`, name: `Company ${index}` }));

export const employeesOf = new Map(
  companies.map((company, index) => [
    company.id,
    count(5, (number) => ({ id: `e${index}-${number}`, name: `Employee ${index} ${number}`, teamId: `t${(index + number) % 8}` })),
  ]),
);

export const teams = new Map(count(8, (index) => [`t${index}`, { id: `t${index}`, name: `Team ${index}` }]));
