// node server.mjs PORT: the reference schema served by Mercurius with its JIT on from the second request, batches by its own loaders.
import Fastify from 'fastify';
import mercurius from 'mercurius';
import { companies, employeesOf, items, teams } from './data.mjs';

const schema = `
  type Query { hello: String! items: [Item!]! companies(first: Int! = 20): [Company!]! }
  type Item {
    id: ID! sku: String! name: String! category: String! price: Float! quantity: Int! active: Boolean! createdAt: String! owner: Owner!
  }
  type Owner { id: ID! name: String! }
  type Company { id: ID! name: String! employees: [Employee!]! }
  type Employee { id: ID! name: String! team: Team! }
  type Team { id: ID! name: String! }
`;

const resolvers = {
  Query: {
    hello: () => 'world',
    items: () => items,
    companies: (_, { first }) => (first === 20 ? companies : companies.slice(0, first)),
  },
};

const loaders = {
  Company: { employees: async (queries) => queries.map(({ obj }) => employeesOf.get(obj.id)) },
  Employee: { team: async (queries) => queries.map(({ obj }) => teams.get(obj.teamId)) },
};

const server = Fastify();
server.register(mercurius, { schema, resolvers, loaders, jit: 1 });
await server.listen({ port: Number(process.argv[2]), host: '127.0.0.1' });
