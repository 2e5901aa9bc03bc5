// SPDX-License-Identifier: MIT
// node duckdb.js SQL: runs it and prints a JSON array for each row, without spaces.
const { DuckDBInstance } = require('@duckdb/node-api');
(async () => {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  const result = await connection.runAndReadAll(process.argv[2]);
  for (const row of result.getRowsJson()) console.log(JSON.stringify(row));
})().catch(error => { console.error(error.message); process.exit(1); });
