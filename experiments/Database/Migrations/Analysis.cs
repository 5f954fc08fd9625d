using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Experiments.Database.Migrations;

[DbContext(typeof(ExperimentsDbContext))]
[Migration("20261121000030_Exposures")]
internal sealed class Exposures : SqlMigration;

[DbContext(typeof(ExperimentsDbContext))]
[Migration("20261121000031_Results")]
internal sealed class Results : SqlMigration;
