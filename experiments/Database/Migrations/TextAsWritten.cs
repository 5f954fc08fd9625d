using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Experiments.Database.Migrations;

[DbContext(typeof(ExperimentsDbContext))]
[Migration("20261121000050_TextAsWritten")]
internal sealed class TextAsWritten : SqlMigration;
