// Mercurius with graphql-jit over pg: our documents as they are, batch loaders written by hand.
// node mercurius.mjs PORT   (the database by PGHOST, PGUSER, PGDATABASE)
import Fastify from 'fastify'
import mercurius from 'mercurius'
import pg from 'pg'

pg.types.setTypeParser(1082, (text) => text) // a date stays its text
const pool = new pg.Pool({ max: 8 })
const rows = async (name, text, values) => (await pool.query({ name, text, values })).rows

const schema = `
  scalar Date
  enum EnterpriseStatus { OPEN SUSPENDED CLOSED }
  enum EnterpriseOrder { NAME_ASC }
  enum LicenceOrder { VALID_UNTIL_ASC }
  input StatusFilter { eq: EnterpriseStatus }
  input DateFilter { gte: Date }
  input EnterpriseFilter { status: StatusFilter }
  input LicenceFilter { validUntil: DateFilter }
  type Named { name: String! }
  type Site { name: String! address: String }
  type Designation { kind: String! designatedOn: Date! releasedOn: Date }
  type Event { act: String! happenedOn: Date! }
  type Licence {
    number: String! authority: String issuedOn: Date! validUntil: Date!
    type: Named enterprise: Named events(first: Int!): [Event!]!
  }
  type Enterprise {
    id: ID! name: String! creditCode: String kind: String! status: String! address: String
    isKeyUnit: Boolean! town: Named licenceCount: Int! sites(first: Int!): [Site!]!
    designations(first: Int!): [Designation!]! licences(first: Int!): [Licence!]!
  }
  type PageInfo { hasNextPage: Boolean! endCursor: String }
  type Enterprises { nodes: [Enterprise!]! pageInfo: PageInfo! }
  type Licences { nodes: [Licence!]! }
  type WatchCount { ruleCode: String! colour: String! number: Int! town: Named }
  type WatchCounts { nodes: [WatchCount!]! }
  type Query {
    enterprises(first: Int!, orderBy: EnterpriseOrder, where: EnterpriseFilter): Enterprises!
    enterprise(id: ID!): Enterprise
    licences(first: Int!, orderBy: LicenceOrder, where: LicenceFilter): Licences!
    watchCounts(first: Int!): WatchCounts!
  }`

const base64 = (text) => Buffer.from(text).toString('base64')
const CARD = `id, name, credit_code as "creditCode", kind, status, address,
  is_key_unit as "isKeyUnit", town_id`
const LICENCE = `id, number, authority, issued_on as "issuedOn", valid_until as "validUntil",
  type_id, enterprise_id`

const resolvers = {
  Query: {
    async enterprises(_, { first, where }) {
      const found = await rows('list', `select ${CARD} from enterprise where status = $1
        order by name, id limit $2`, [where.status.eq, first + 1])
      const nodes = found.slice(0, first)
      const last = nodes.at(-1)
      const endCursor = last ? base64(JSON.stringify(['NAME_ASC', last.name, last.id])
        .replaceAll('",', '", ')) : null
      return { nodes, pageInfo: { hasNextPage: found.length > first, endCursor } }
    },
    async enterprise(_, { id }) {
      const key = Number(Buffer.from(id, 'base64').toString().split(':')[1])
      return (await rows('one', `select ${CARD} from enterprise where id = $1`, [key]))[0]
    },
    async licences(_, { first, where }) {
      return { nodes: await rows('due', `select ${LICENCE} from licence where valid_until >= $1
        order by valid_until, id limit $2`, [where.validUntil.gte, first]) }
    },
    async watchCounts(_, { first }) {
      return { nodes: await rows('counts', `select rule_code as "ruleCode", colour, number, town_id
        from watch_count order by id limit $1`, [first]) }
    },
  },
  Enterprise: { id: (row) => base64(`Enterprise:${row.id}`) },
}

// One statement for all parents of a level; each parent's own first rows by a lateral join.
const many = (table, columns, by, order) => async (queries) => {
  const first = queries[0].params.first
  const keys = queries.map((query) => query.obj.id)
  const found = await rows(`many ${table}`, `select key as parent, found.* from
    unnest($1::int[]) as key cross join lateral (select ${columns} from ${table}
    where ${by} = key order by ${order}, id limit $2) as found`, [keys, first])
  const sorted = new Map(keys.map((key) => [key, []]))
  for (const row of found) sorted.get(row.parent).push(row)
  return keys.map((key) => sorted.get(key))
}
const one = (table, by) => async (queries) => {
  const keys = [...new Set(queries.map((query) => query.obj[by]))]
  const found = await rows(`one ${table}`, `select id, name from ${table} where id = any($1::int[])`,
    [keys])
  const known = new Map(found.map((row) => [row.id, row]))
  return queries.map((query) => known.get(query.obj[by]) ?? null)
}
const loaders = {
  Enterprise: {
    town: one('division', 'town_id'),
    sites: many('site', 'id, name, address', 'enterprise_id', 'name'),
    designations: many('key_unit_designation', `id, kind, designated_on as "designatedOn",
      released_on as "releasedOn"`, 'enterprise_id', 'designated_on'),
    licences: many('licence', LICENCE, 'enterprise_id', 'valid_until'),
    async licenceCount(queries) {
      const keys = queries.map((query) => query.obj.id)
      const found = await rows('count', `select enterprise_id as id, count(*)::int as number
        from licence where enterprise_id = any($1::int[]) group by 1`, [keys])
      const known = new Map(found.map((row) => [row.id, row.number]))
      return keys.map((key) => known.get(key) ?? 0)
    },
  },
  Licence: {
    type: one('licence_type', 'type_id'),
    enterprise: one('enterprise', 'enterprise_id'),
    events: many('licence_event', 'id, act, happened_on as "happenedOn"', 'licence_id',
      'happened_on'),
  },
  WatchCount: { town: one('division', 'town_id') },
}

const app = Fastify()
app.get('/readyz', async () => 'ok')
await app.register(mercurius, { schema, resolvers, loaders, jit: 1, cache: true })
await app.listen({ port: Number(process.argv[2]), host: '127.0.0.1' })
