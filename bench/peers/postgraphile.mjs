// PostGraphile 5 (Amber, simplified names, connection filter) over the same tables.
// node postgraphile.mjs PORT   (the database by PGHOST, PGUSER, PGDATABASE)
import { PgSimplifyInflectionPreset } from '@graphile/simplify-inflection'
import { createServer } from 'node:http'
import pg from 'pg'
import { postgraphile } from 'postgraphile'
import { makePgService } from 'postgraphile/adaptors/pg'
import { grafserv } from 'postgraphile/grafserv/node'
import { PostGraphileAmberPreset } from 'postgraphile/presets/amber'
import { PostGraphileConnectionFilterPreset } from 'postgraphile-plugin-connection-filter'

const pool = new pg.Pool({ max: 8 })
const instance = postgraphile({
  extends: [
    PostGraphileAmberPreset, PgSimplifyInflectionPreset, PostGraphileConnectionFilterPreset,
  ],
  // any column may be ordered by and filtered on, whether it leads an index or not
  disablePlugins: ['PgIndexBehaviorsPlugin'],
  pgServices: [makePgService({ pool, schemas: ['public'] })],
  grafserv: { graphqlPath: '/graphql', graphiql: false, watch: false },
  grafast: { explain: false },
})
const serv = instance.createServ(grafserv)
const server = createServer((request, response) => {
  if (request.url === '/readyz') response.end('ok')
})
const plain = server.listeners('request')
server.removeAllListeners('request')
await serv.addTo(server)
const graphql = server.listeners('request')
server.removeAllListeners('request')
server.on('request', (request, response) => {
  for (const each of request.url === '/readyz' ? plain : graphql) each(request, response)
})
await instance.getSchema()
server.listen(Number(process.argv[2]), '127.0.0.1')
