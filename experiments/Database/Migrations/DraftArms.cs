using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Experiments.Database.Migrations;

[DbContext(typeof(ExperimentsDbContext))]
[Migration("20261121000020_DraftArms")]
internal sealed class DraftArms : SqlMigration;
