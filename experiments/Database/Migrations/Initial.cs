using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Experiments.Database.Migrations;

[DbContext(typeof(ExperimentsDbContext))]
[Migration("20261120000001_Initial")]
internal sealed class Initial : SqlMigration;
