using System.Reflection;
using QmpGen.Generator.Diagnostics;
using QmpGen.Generator.Qapi;
using QmpGen.Tool.Qapi;
using QmpGen.Tool.Tests.Harness;
using Xunit;

namespace QmpGen.Tool.Tests.Qapi;

/// <summary>Checks the kind, place and arguments of errors; <see cref="MessageTests"/> checks texts.</summary>
public class QapiErrorTests
{
    [Theory]
    [MemberData(nameof(QapiErrorCases.Syntax), MemberType = typeof(QapiErrorCases))]
    [MemberData(nameof(QapiErrorCases.Definitions), MemberType = typeof(QapiErrorCases))]
    [MemberData(nameof(QapiErrorCases.Conditions), MemberType = typeof(QapiErrorCases))]
    [MemberData(nameof(QapiErrorCases.Names), MemberType = typeof(QapiErrorCases))]
    [MemberData(nameof(QapiErrorCases.Bases), MemberType = typeof(QapiErrorCases))]
    [MemberData(nameof(QapiErrorCases.Unions), MemberType = typeof(QapiErrorCases))]
    [MemberData(nameof(QapiErrorCases.Alternates), MemberType = typeof(QapiErrorCases))]
    [MemberData(nameof(QapiErrorCases.Includes), MemberType = typeof(QapiErrorCases))]
    public void Schema_WithError_ThrowsWithKindAndPlace(string kind, string place, string[] arguments, string text)
    {
        InputException error = QapiSource.ReadError(text);

        Assert.Equal(kind, error.Kind);
        Assert.EndsWith($":{place}", $":{error.Span}", StringComparison.Ordinal);
        Assert.All(arguments, argument => Assert.Contains(argument, error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void EveryError_HasTestCase()
    {
        IEnumerable<string> kinds = new[] { typeof(QapiSyntaxErrors), typeof(QapiSchemaErrors) }
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Static))
            .Select(method => method.Name);

        Assert.Empty(kinds.Except(QapiErrorCases.All.Select(item => item.Kind)));
    }
}
