using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using QmpGen.Generator.Diagnostics;

namespace QmpGen.Generator.Analysis;

/// <summary>Reports uses of features that only some of the merged releases have, if the code does not check for
/// them.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class AvailabilityAnalyzer : DiagnosticAnalyzer
{
    private static readonly DiagnosticDescriptor s_unguardedUse = DiagnosticConverter.GetDescriptor(
        DiagnosticRules.UnguardedUse
    );

    private static readonly DiagnosticDescriptor s_redundantGuard = DiagnosticConverter.GetDescriptor(
        DiagnosticRules.RedundantGuard
    );

    private static readonly DiagnosticDescriptor s_unknownMinimum = DiagnosticConverter.GetDescriptor(
        DiagnosticRules.UnknownMinimum
    );

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        ImmutableArray.Create(s_unguardedUse, s_redundantGuard, s_unknownMinimum);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(Start);
    }

    private static void Start(CompilationStartAnalysisContext context)
    {
        if (MergedNamespaces.Find(context.Compilation) is not { } namespaces)
        {
            return;
        }

        FeatureModel model = new(context.Compilation, namespaces);
        context.RegisterOperationBlockAction(member => AnalyzeMember(member, model));
        if (!namespaces.InvalidMinimums.IsEmpty)
        {
            context.RegisterSyntaxTreeAction(file => ReportInvalidMinimums(file, namespaces));
        }
    }

    private static void AnalyzeMember(OperationBlockAnalysisContext context, FeatureModel model)
    {
        IOperation[] blocks = [.. context.OperationBlocks.Where(block => block is not IAttributeOperation)];
        MemberScan scan = MemberScan.Create(blocks, model);
        foreach (KeyValuePair<SyntaxNode, Fact> guard in scan.Guards)
        {
            ISymbol feature = guard.Value.Feature!;
            if (model.Availability.IsInAll(feature))
            {
                context.ReportDiagnostic(
                    Diagnostic.Create(
                        s_redundantGuard,
                        guard.Key.GetLocation(),
                        FeatureText.Format(feature),
                        model.Availability.FormatAll(feature)
                    )
                );
            }
        }

        foreach (FeatureUse use in FindUnguarded(context, blocks, scan, model))
        {
            context.ReportDiagnostic(
                Diagnostic.Create(
                    s_unguardedUse,
                    use.Operation.Syntax.GetLocation(),
                    FeatureText.Format(use.Feature),
                    model.Availability.FormatMissing(use.Feature),
                    FeatureText.FormatGuard(use)
                )
            );
        }
    }

    private static IEnumerable<FeatureUse> FindUnguarded(
        OperationBlockAnalysisContext context,
        IOperation[] blocks,
        MemberScan scan,
        FeatureModel model
    )
    {
        FactSet facts = FactSet.Create(
            model.GetRequirements(context.OwningSymbol).Select(feature => new Fact(feature, null))
        );
        if (scan.Uses.All(use => use.IsCoveredBy(facts, model.Coverage)))
        {
            return [];
        }

        return scan.NeedsFlow
            ? blocks
                .Select(context.GetControlFlowGraph)
                .Distinct()
                .SelectMany(graph => MemberFlow.FindUnguarded(graph, facts, scan, model))
            : scan.Uses.Where(use => !use.IsCoveredBy(facts, model.Coverage));
    }

    private static void ReportInvalidMinimums(SyntaxTreeAnalysisContext context, MergedNamespaces namespaces)
    {
        foreach (MinimumRelease minimum in namespaces.InvalidMinimums)
        {
            if (minimum.Syntax is { } syntax && syntax.SyntaxTree == context.Tree)
            {
                context.ReportDiagnostic(
                    Diagnostic.Create(
                        s_unknownMinimum,
                        Location.Create(syntax.SyntaxTree, syntax.Span),
                        minimum.Label,
                        minimum.Namespace is { } name ? $"the namespace '{name}'" : "a generated namespace",
                        namespaces.Labels
                    )
                );
            }
        }
    }
}
