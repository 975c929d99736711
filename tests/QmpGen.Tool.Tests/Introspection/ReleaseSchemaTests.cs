using System.Text.RegularExpressions;
using QmpGen.Generator.Collections;
using QmpGen.Generator.Diagnostics;
using QmpGen.Generator.Json;
using QmpGen.Generator.Schema;
using QmpGen.Tool.Introspection;
using QmpGen.Tool.Json;
using QmpGen.Tool.Qapi;
using QmpGen.Tool.Tests.Harness;
using Xunit;

namespace QmpGen.Tool.Tests.Introspection;

/// <summary>Checks all schemas of the available releases.</summary>
public class ReleaseSchemaTests
{
    [Theory]
    [MemberData(nameof(QemuReleases.Schemas), MemberType = typeof(QemuReleases))]
    public void Schema_OfRelease_IsReadCompletely(string schema)
    {
        List<string> texts = [];
        QapiSchema read = QemuReleases.Read(schema, texts);

        const string DefinitionStart = @"^ *\{ *'(command|event|struct|enum|union|alternate)'";
        Assert.Equal(
            texts.Sum(text => Regex.Count(text, DefinitionStart, RegexOptions.Multiline)),
            read.Definitions.Count
        );
    }

    [Theory]
    [MemberData(nameof(QemuReleases.Schemas), MemberType = typeof(QemuReleases))]
    public void IntrospectedDump_OfRelease_IsValid(string schema)
    {
        (QmpSchema dump, EquatableArray<Problem> problems) = SchemaReader.Read(
            Introspect(schema),
            CancellationToken.None
        );

        Assert.Empty(problems);
        QapiSchema source = QemuReleases.Read(schema);
        Assert.Equal(
            source.Definitions.OfType<QapiCommand>().Select(command => command.Name),
            dump.Commands.Select(command => command.Name)
        );
        Assert.Equal(
            source.Definitions.OfType<QapiEvent>().Select(@event => @event.Name),
            dump.Events.Select(@event => @event.Name)
        );
    }

    [Theory]
    [MemberData(nameof(QemuReleases.Schemas), MemberType = typeof(QemuReleases))]
    public void IntrospectedDump_CreatedTwice_IsTheSame(string schema) =>
        Assert.Equal(
            JsonFormatter.FormatLines(Introspect(schema), 1),
            JsonFormatter.FormatLines(Introspect(schema), 1)
        );

    /// <summary>The exception is block_passwd in 5.2.</summary>
    [Theory]
    [MemberData(nameof(QemuReleases.Schemas), MemberType = typeof(QemuReleases))]
    public void Commands_OfRelease_HaveVersionsExceptOne(string schema)
    {
        QapiCommand[] commands = [.. QemuReleases.Read(schema).Definitions.OfType<QapiCommand>()];

        Assert.True(commands.Count(command => command.Doc.Since is null) <= 1);
    }

    private static JsonNode Introspect(string schema) =>
        Introspector.Introspect(QemuReleases.Read(schema), BuildConfiguration.AllParts);
}
