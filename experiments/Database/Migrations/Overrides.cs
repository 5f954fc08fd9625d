using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Experiments.Database.Migrations;

[DbContext(typeof(ExperimentsDbContext))]
[Migration("20261121000011_Overrides")]
internal sealed class Overrides : SqlMigration;
