using System.Text.RegularExpressions;
using QmpGen.Generator.Collections;
using QmpGen.Generator.Diagnostics;
using QmpGen.Generator.Schema;
using QmpGen.Tool.Introspection;
using QmpGen.Tool.Qapi;
using QmpGen.Tool.Tests.Harness;
using Xunit;

namespace QmpGen.Tool.Tests;

/// <summary>What holds for every schema of every release that is here.</summary>
public class ReleaseTests
{
    [Theory]
    [MemberData(nameof(Releases.Schemas), MemberType = typeof(Releases))]
    public void A_schema_is_read_wholly(string schema)
    {
        List<string> texts = [];
        QapiSchema read = Releases.Read(schema, texts);

        const string Beginning = @"^ *\{ *'(command|event|struct|enum|union|alternate)'";
        Assert.Equal(texts.Sum(text => Regex.Count(text, Beginning, RegexOptions.Multiline)), read.Definitions.Count);
    }

    [Theory]
    [MemberData(nameof(Releases.Schemas), MemberType = typeof(Releases))]
    public void Its_dump_is_one_that_the_generator_reads(string schema)
    {
        (QmpSchema? dump, EquatableArray<Problem> problems) = SchemaReader.Read(
            new SourceFile(schema, Everything(schema)),
            CancellationToken.None
        );

        Assert.Empty(problems);
        QapiSchema source = Releases.Read(schema);
        Assert.Equal(
            source.Definitions.OfType<QapiCommand>().Select(command => command.Name),
            dump!.Commands.Select(command => command.Name)
        );
        Assert.Equal(
            source.Definitions.OfType<QapiEvent>().Select(@event => @event.Name),
            dump.Events.Select(@event => @event.Name)
        );
    }

    [Theory]
    [MemberData(nameof(Releases.Schemas), MemberType = typeof(Releases))]
    public void Two_dumps_of_it_are_the_same(string schema) => Assert.Equal(Everything(schema), Everything(schema));

    /// <summary>All but one in two hundred say since when they exist: block_passwd of 5.2 does not.</summary>
    [Theory]
    [MemberData(nameof(Releases.Schemas), MemberType = typeof(Releases))]
    public void Nearly_all_commands_say_since_when(string schema)
    {
        QapiCommand[] commands = [.. Releases.Read(schema).Definitions.OfType<QapiCommand>()];

        Assert.True(commands.Count(command => command.Doc.Since is null) <= 1);
    }

    private static string Everything(string schema) => Releases.Introspect(schema, BuildConfiguration.Everything);
}
