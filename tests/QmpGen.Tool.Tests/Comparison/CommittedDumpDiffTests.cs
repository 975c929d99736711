using System.Text.Json.Nodes;
using QmpGen.Generator.Names.Catalogue;
using QmpGen.Generator.Schema;
using QmpGen.Tool.Comparison;
using QmpGen.Tool.Tests.Harness;
using Xunit;

namespace QmpGen.Tool.Tests.Comparison;

public sealed class CommittedDumpDiffTests
{
    [Fact]
    public void Difference_Of72And100_HasCountsOfQemu()
    {
        DifferenceSummary summary = Compare("schema/qemu-7.2.json", "schema/qemu-10.0.json").Summary;

        Assert.Equal((2, 19), (summary.Commands.Removed, summary.Commands.Added));
        Assert.Equal((2, 5), (summary.Events.Removed, summary.Events.Added));
        Assert.Equal((9, 105), (summary.Types.Removed, summary.Types.Added));
        Assert.Equal(3, summary.Count(QmpSchemaChangeKind.MemberBecameOptional));
        Assert.Equal(0, summary.Count(QmpSchemaChangeKind.MemberBecameRequired));
        Assert.Equal(16, summary.Count(QmpSchemaChangeKind.RequiredMemberAdded));
    }

    [Theory]
    [InlineData("5.2", "7.2")]
    [InlineData("7.2", "10.0")]
    [InlineData("10.0", "11.1")]
    [InlineData("5.2", "11.1")]
    public void Roots_OfDifference_AreThoseOfOneDump(string old, string @new)
    {
        QmpSchema oldSchema = DumpNames.Read($"schema/qemu-{old}.json");
        QmpSchema newSchema = DumpNames.Read($"schema/qemu-{@new}.json");

        SchemaDifference difference = Compare($"schema/qemu-{old}.json", $"schema/qemu-{@new}.json");

        Assert.Equal(
            Names(oldSchema).Except(Names(newSchema)).Order(StringComparer.Ordinal),
            FindRoots(difference, QmpSchemaEntityState.Removed)
        );
        Assert.Equal(
            Names(newSchema).Except(Names(oldSchema)).Order(StringComparer.Ordinal),
            FindRoots(difference, QmpSchemaEntityState.Added)
        );

        static IEnumerable<string> Names(QmpSchema schema) =>
            schema.Commands.Select(command => command.Name).Concat(schema.Events.Select(@event => @event.Name));
    }

    [Theory]
    [InlineData("schema/qemu-5.2.json")]
    [InlineData("schema/qemu-7.2.json")]
    [InlineData("schema/qemu-11.1.json")]
    [InlineData("schema/qemu-storage-daemon-7.2.json")]
    [InlineData("schema/qga-10.0.json")]
    public void Difference_OfDumpInAnotherOrder_IsEmpty(string file)
    {
        string reversed = new JsonArray([
            .. JsonNode.Parse(TestFile.Read(file))!.AsArray().Reverse().Select(entity => entity!.DeepClone()),
        ]).ToJsonString();

        SchemaDifference difference = SchemaComparer.Compare(Read(file), Parse(reversed));

        Assert.Empty(difference.Entities);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Difference_OfDumpWithOptionalAdditions_IsHarmless(int seed)
    {
        string dump = TestFile.Read("schema/qemu-7.2.json");

        SchemaDifference difference = SchemaComparer.Compare(
            Parse(dump),
            Parse(GrownDump.Create(dump, new Random(seed)).Text)
        );

        Assert.Equal(QmpSchemaSeverity.Harmless, difference.Severity);
        Assert.Equal((0, 5), (difference.Summary.Commands.Removed, difference.Summary.Commands.Added));
        Assert.Equal((0, 0), (difference.Summary.Types.Removed, difference.Summary.RenamedTypes));
    }

    [Theory]
    [InlineData("schema/qemu-5.2.json", "schema/qemu-7.2.json")]
    [InlineData("schema/qemu-7.2.json", "schema/qemu-10.0.json")]
    [InlineData("schema/qemu-10.0.json", "schema/qemu-11.1.json")]
    [InlineData("schema/qemu-7.2.json", "schema/qemu-storage-daemon-7.2.json")]
    public void Difference_WhenExchanged_IsMirrored(string old, string @new)
    {
        IEnumerable<string> forward = Format(Compare(old, @new));
        IEnumerable<string> backward = Format(Compare(@new, old), isMirrored: true);

        Assert.Equal(forward.Order(StringComparer.Ordinal), backward.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Difference_OfMaskedDumps_IsThatOfUnmaskedDumps()
    {
        SchemaDifference masked = Compare("schema/qemu-7.2.json", "schema/qemu-10.0.json");
        SchemaDifference unmasked = Compare("Data/qemu-7.2.22-unmasked.json", "Data/qemu-10.0.13-unmasked.json");

        // The catalogue does not contain the integers of types that no command or event uses.
        Assert.Equal(FormatUsed(unmasked), FormatUsed(masked));

        static IEnumerable<string> FormatUsed(SchemaDifference difference) =>
            Format(difference with { Entities = [.. difference.Entities.Where(entity => entity.Place != "")] });
    }

    [Theory]
    [InlineData("schema/qemu-7.2.json", "schema/qemu-10.0.json")]
    [InlineData("schema/qemu-10.0.json", "schema/qemu-7.2.json")]
    [InlineData("schema/qemu-5.2.json", "schema/qemu-11.1.json")]
    public void Paths_OfRemovedParts_ExistInOldDump(string old, string @new)
    {
        ComparedSchema schema = Read(old);
        SchemaDifference difference = SchemaComparer.Compare(schema, Read(@new));

        Assert.All(
            difference.Entities.Where(entity => entity.State != QmpSchemaEntityState.Added),
            entity =>
                Assert.All(
                    entity.Changes.Where(change => change.Old is not null && change.Path != "allow-oob"),
                    change => Assert.True(PathFinder.Exists(schema, entity, change), $"{entity.Name}: {change.Path}")
                )
        );
    }

    private static SchemaDifference Compare(string old, string @new) => SchemaComparer.Compare(Read(old), Read(@new));

    private static ComparedSchema Read(string file) => Parse(TestFile.Read(file));

    private static ComparedSchema Parse(string dump) => new(DumpNames.Parse(dump), [BuiltInCatalogue.Value]);

    private static IEnumerable<string> FindRoots(SchemaDifference difference, QmpSchemaEntityState state) =>
        difference
            .Entities.Where(entity =>
                entity.State == state && entity.Kind is QmpSchemaEntityKind.Command or QmpSchemaEntityKind.Event
            )
            .Where(entity => entity.State == state)
            .Select(entity => entity.Name)
            .Order(StringComparer.Ordinal);

    /// <summary>Formats the changes without severities, which depend on the order of the dumps.</summary>
    private static IEnumerable<string> Format(SchemaDifference difference, bool isMirrored = false)
    {
        foreach (QmpSchemaEntityChange entity in difference.Entities)
        {
            QmpSchemaEntityState state =
                entity.State == QmpSchemaEntityState.Changed || !isMirrored ? entity.State
                : entity.State == QmpSchemaEntityState.Added ? QmpSchemaEntityState.Removed
                : QmpSchemaEntityState.Added;

            // A renamed type has the new name.
            string name = entity.Changes.FirstOrDefault(change =>
                change is { Kind: QmpSchemaChangeKind.TypeRenamed, Path: "" }
            )
                is { } renaming
                ? isMirrored
                    ? renaming.Old!
                    : renaming.New!
                : entity.Name;
            yield return $"{state} {entity.Kind} {name} {entity.Directions}";

            // Features are only listed for parts that exist in the new schema.
            foreach (QmpSchemaChange change in entity.Changes.Where(change => !IsFeature(change)))
            {
                (string? old, string? @new) = isMirrored ? (change.New, change.Old) : (change.Old, change.New);
                yield return $"{name} {change.Path} {old} -> {@new} {change.Directions}";
            }
        }
    }

    private static bool IsFeature(QmpSchemaChange change) =>
        change.Kind is QmpSchemaChangeKind.FeatureAdded or QmpSchemaChangeKind.FeatureRemoved
        || change.Kind.ToString().StartsWith("Became", StringComparison.Ordinal);
}
