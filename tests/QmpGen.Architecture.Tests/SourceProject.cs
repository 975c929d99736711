using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace QmpGen.Architecture.Tests;

/// <summary>A project's source, compiled in memory so that each name in it can be resolved.</summary>
internal sealed class SourceProject
{
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private static readonly MetadataReference[] s_references =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    private readonly CSharpCompilation _compilation;

    /// <summary>Compiles the given files. Ignores errors, because the output of generators is missing.</summary>
    public SourceProject(IEnumerable<(string Path, string Text)> files)
    {
        CSharpParseOptions options = new(LanguageVersion.Preview);
        Files = [.. files.Select(file => CSharpSyntaxTree.ParseText(file.Text, options, file.Path))];
        _compilation = CSharpCompilation.Create(
            "Source",
            [.. Files, CSharpSyntaxTree.ParseText(ImplicitUsings, options)],
            s_references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true)
        );
    }

    /// <summary>The files of the project.</summary>
    public IReadOnlyList<SyntaxTree> Files { get; }

    /// <summary>Compiles the files below folders of the repository.</summary>
    public static SourceProject Load(params string[] folders) =>
        new(folders.SelectMany(Repository.FilesIn).Select(path => (path, Repository.Read(path))));

    /// <summary>Finds every use of a symbol that the project declares.</summary>
    public IEnumerable<SymbolUse> FindUses() => Files.SelectMany(FindUses);

    private IEnumerable<SymbolUse> FindUses(SyntaxTree file)
    {
        SemanticModel model = _compilation.GetSemanticModel(file);
        foreach (SimpleNameSyntax name in file.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>())
        {
            SymbolInfo info = model.GetSymbolInfo(name);
            ISymbol? symbol = (info.Symbol ?? info.CandidateSymbols.FirstOrDefault())?.OriginalDefinition;
            if (symbol is not null && (symbol is not INamespaceSymbol || IsImported(name)))
            {
                yield return new SymbolUse(name, symbol);
            }
        }
    }

    /// <summary>Whether the name is the last part of the namespace in a using directive.</summary>
    private static bool IsImported(SimpleNameSyntax name) =>
        name.Parent is UsingDirectiveSyntax
        || name.Parent is QualifiedNameSyntax { Parent: UsingDirectiveSyntax } qualified && qualified.Right == name;
}

/// <summary>A name in the source and the symbol that it stands for.</summary>
internal sealed record SymbolUse(SimpleNameSyntax Name, ISymbol Symbol)
{
    /// <summary>The file that uses the symbol.</summary>
    public string File => Name.SyntaxTree.FilePath;

    /// <summary>The files of the project that declare the symbol; several for a partial type.</summary>
    public IEnumerable<string> DeclaringFiles =>
        Symbol.DeclaringSyntaxReferences.Select(reference => reference.SyntaxTree.FilePath);

    /// <summary>The line of the name, counted from 1.</summary>
    public int Line => Name.GetLocation().GetLineSpan().StartLinePosition.Line + 1;
}
