namespace QmpGen.Architecture.Tests;

public sealed class LayerTests
{
    private static readonly Layers s_generator = new(
        "generator",
        "Collections",
        "Diagnostics",
        "Analysis",
        "Json",
        "Qapi",
        "Schema",
        "Names",
        "Merging",
        "Documentation",
        "Model",
        "Emission",
        "Input"
    );

    private static readonly Layers s_runtime = new(
        "runtime/QmpGen",
        "Errors",
        "Values",
        "Json",
        "Schema",
        "Options",
        "Scheduling",
        "Diagnostics",
        "Events",
        "Transport",
        "Protocol",
        "Connections",
        "Processes"
    );

    private static readonly Layers s_testing = new(
        "runtime/QmpGen.Testing",
        "Wire",
        "Requests",
        "Schema",
        "Recordings",
        "Sessions",
        "Scenarios"
    );

    private static readonly Layers s_operations = new(
        "runtime/QmpGen.Operations",
        "Commands",
        "Jobs",
        "Devices",
        "Snapshots",
        "Monitor",
        "GuestAgent",
        "Power",
        "Migration"
    );

    private static readonly Layers s_tool = new(
        "tool",
        "Files",
        "Json",
        "Qapi",
        "Introspection",
        "Naming",
        "Catalogue",
        "Comparison",
        "Reports",
        "Commands"
    );

    [Fact]
    public void Generator_UsesOnlyLowerLayers() =>
        Violations.AssertNone(s_generator.FindViolations(SourceProject.Load("generator")));

    [Fact]
    public void Runtime_UsesOnlyLowerLayers() =>
        Violations.AssertNone(s_runtime.FindViolations(SourceProject.Load("runtime/QmpGen")));

    [Fact]
    public void TestingKit_UsesOnlyLowerLayers() =>
        Violations.AssertNone(s_testing.FindViolations(SourceProject.Load("runtime", "generator")));

    [Fact]
    public void Operations_UseOnlyLowerLayers() =>
        Violations.AssertNone(s_operations.FindViolations(SourceProject.Load("runtime")));

    [Fact]
    public void Tool_UsesOnlyLowerLayers() =>
        Violations.AssertNone(s_tool.FindViolations(SourceProject.Load("tool", "generator")));

    [Theory]
    [InlineData("using App.High; namespace App.Low; class User { }")]
    [InlineData("namespace App.Low; class User { App.High.Thing? _field; }")]
    [InlineData("namespace App.Low; class User { object Get() => App.High.Thing.Default; }")]
    [InlineData("namespace App.Low; class User { static void Use() => App.Middle.Source.Read().Run(); }")]
    public void Layers_WhenAFileUsesAHigherLayer_ReportTheUse(string low)
    {
        SourceProject project = new([
            ("app/Low/User.cs", low),
            (
                "app/Low/Source.cs",
                "namespace App.Middle; static class Source { public static App.High.Thing Read() => new(); }"
            ),
            (
                "app/High/Thing.cs",
                "namespace App.High; class Thing { public static Thing Default = new(); public void Run() { } }"
            ),
        ]);

        Assert.Contains(
            new Layers("app", "Low", "High").FindViolations(project),
            violation => violation.StartsWith("app/Low/User.cs(1): ", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Layers_WhenAFileUsesALowerLayer_ReportNothing()
    {
        SourceProject project = new([
            ("app/Low/Thing.cs", "namespace App.Low; class Thing { }"),
            ("app/High/User.cs", "using App.Low; namespace App.High; class User { Thing? _thing; }"),
            ("app/Program.cs", "using App.High; class Program { User? _user; }"),
        ]);

        Violations.AssertNone(new Layers("app", "Low", "High").FindViolations(project));
    }
}
