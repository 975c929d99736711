using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using QmpGen.Generator.Analysis;
using Xunit;

namespace QmpGen.Generator.Tests.Analysis;

/// <summary>Analyzes code that uses <see cref="GuardedBindings"/>. <c>[|</c> and <c>|]</c> mark the places of
/// expected diagnostics.</summary>
internal static class AnalyzerVerifier
{
    private const string Usings = """
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using System.Threading;
        using System.Threading.Tasks;
        using QmpGen;
        using Qemu;

        """;

    /// <summary>A project without code. Compilations that are created from it share its references.</summary>
    private static readonly CSharpCompilation s_project = CreateProject();

    /// <summary>Verifies the unguarded uses in the body of a method, also if it contains an unrelated check.</summary>
    /// <param name="body">Statements. The variables <c>vm</c>, <c>other</c>, <c>info</c> and <c>flag</c> exist.</param>
    /// <param name="head">The modifiers and the result of the method.</param>
    public static async Task VerifyBodyAsync(string body, string head = "async Task")
    {
        await VerifyAsync(InMethod(body, head));
        await VerifyAsync(InMethod($"_ = vm.Supports<QueryStatusCommand>(); {body}", head));
    }

    /// <summary>Verifies the unguarded uses in a file.</summary>
    public static async Task VerifyAsync(string markup, string id = "QMPGEN101")
    {
        (string code, IReadOnlyList<TextSpan> expected) = Parse(markup);

        IReadOnlyList<Diagnostic> found = await AnalyzeAsync(code);

        Assert.Equal(
            expected.Select(span => code.Substring(span.Start, span.Length)),
            Select(found, id).Select(span => code.Substring(span.Start, span.Length))
        );
        Assert.Equal(expected, Select(found, id));
    }

    /// <summary>Verifies that a generated file is not analyzed.</summary>
    public static async Task VerifyGeneratedAsync(string code) =>
        Assert.Empty(
            await AnalyzeAsync(s_project.AddSyntaxTrees(CSharpSyntaxTree.ParseText(code, Generation.ParseOptions)))
        );

    /// <summary>Gets the diagnostics of the analyzer in a file of a project that references the bindings.</summary>
    public static Task<IReadOnlyList<Diagnostic>> AnalyzeAsync(string code) =>
        AnalyzeAsync(
            s_project.AddSyntaxTrees(CSharpSyntaxTree.ParseText(Usings + code, Generation.ParseOptions, "user.cs"))
        );

    /// <summary>Gets the diagnostics of the analyzer.</summary>
    public static async Task<IReadOnlyList<Diagnostic>> AnalyzeAsync(Compilation compilation)
    {
        if (compilation.SyntaxTrees.Any(HasTopLevelStatements))
        {
            compilation = compilation.WithOptions(compilation.Options.WithOutputKind(OutputKind.ConsoleApplication));
        }

        Assert.Equal([], compilation.GetDiagnostics().Where(item => item.Severity == DiagnosticSeverity.Error));
        ImmutableArray<Diagnostic> found = await compilation
            .WithAnalyzers([new AvailabilityAnalyzer()])
            .GetAnalyzerDiagnosticsAsync();
        Assert.DoesNotContain(found, diagnostic => diagnostic.Id == "AD0001");
        return [.. found.OrderBy(diagnostic => diagnostic.Location.SourceSpan.Start)];
    }

    /// <summary>Creates a compilation of bindings and code.</summary>
    public static CSharpCompilation Compile(string bindings, string code) =>
        Generation
            .Compilation(Usings + code)
            .AddSyntaxTrees(CSharpSyntaxTree.ParseText(bindings, Generation.ParseOptions, "Qemu.g.cs"));

    private static string InMethod(string body, string head) =>
        $$"""
            class User(QemuClient injected)
            {
                private readonly QemuClient _vm = injected;
                private static QemuClient s_vm = null!;
                public QemuClient Vm { get; set; } = injected;
                public QemuClient[] Vms { get; } = [];
                public User? Next { get; set; }
                public static QemuClient Get() => s_vm;
                public static void Call(Action action) => action();
                public static Task CallAsync(Func<Task> action) => action();
                public static void Use(params object?[] values) { }
                public static T Do<T>(T value) => value;
                public {{head}} RunAsync(QemuClient vm, QemuClient other, StatusInfo info, bool flag)
                {
                    {{body}}
                }
            }
            """;

    private static IEnumerable<TextSpan> Select(IReadOnlyList<Diagnostic> found, string id) =>
        found
            .Where(diagnostic => diagnostic.Id == id)
            .Select(diagnostic => diagnostic.Location.SourceSpan)
            .Select(span => new TextSpan(span.Start - Usings.Length, span.Length));

    private static bool HasTopLevelStatements(SyntaxTree tree) =>
        tree.GetRoot().ChildNodes().Any(node => node.IsKind(SyntaxKind.GlobalStatement));

    private static (string Code, IReadOnlyList<TextSpan> Spans) Parse(string markup)
    {
        List<TextSpan> spans = [];
        Stack<int> starts = [];
        string code = "";
        for (int i = 0; i < markup.Length; i++)
        {
            string pair = markup.Substring(i, Math.Min(2, markup.Length - i));
            if (pair == "[|")
            {
                starts.Push(code.Length);
                i++;
            }
            else if (pair == "|]")
            {
                spans.Add(TextSpan.FromBounds(starts.Pop(), code.Length));
                i++;
            }
            else
            {
                code += markup[i];
            }
        }

        return (code, [.. spans.OrderBy(span => span.Start)]);
    }

    private static CSharpCompilation CreateProject()
    {
        using MemoryStream image = new();
        CSharpCompilation bindings = Generation
            .Compilation("")
            .WithAssemblyName("Qemu.Bindings")
            .AddSyntaxTrees(CSharpSyntaxTree.ParseText(GuardedBindings.Source, Generation.ParseOptions, "Qemu.g.cs"));
        Assert.Empty(bindings.Emit(image).Diagnostics.Where(item => item.Severity == DiagnosticSeverity.Error));
        image.Position = 0;
        CSharpCompilation project = Generation.Compilation("").AddReferences(MetadataReference.CreateFromStream(image));
        Assert.NotNull(project.GetTypeByMetadataName("Qemu.QemuClient"));
        return project;
    }
}
