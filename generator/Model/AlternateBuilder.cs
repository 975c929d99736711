using QmpGen.Generator.Collections;
using QmpGen.Generator.Diagnostics;
using QmpGen.Generator.Documentation;
using QmpGen.Generator.Names;
using QmpGen.Generator.Names.Catalogue;
using QmpGen.Generator.Schema;

namespace QmpGen.Generator.Model;

/// <summary>Builds alternates. Their branches have no names in a dump and differ by the kind of JSON value.</summary>
internal sealed class AlternateBuilder(
    TypeNames names,
    TypeUsage usage,
    SchemaMetadata metadata,
    SummaryBuilder summaries,
    TypeMapper types
)
{
    public Result<AlternateModel> Build(AlternateType type)
    {
        string name = names.GetName(type);
        List<Problem> problems = [];
        Dictionary<BranchKind, AlternateBranchModel> branches = [];
        foreach (SchemaBranch candidate in type.Branches)
        {
            if (BuildBranch(type, candidate, name) is { } branch && !branches.ContainsKey(branch.Kind))
            {
                branches.Add(branch.Kind, branch);
            }
            else if (!candidate.Type.IsDangling)
            {
                problems.Add(
                    new Problem(
                        DiagnosticRules.AmbiguousBranch,
                        candidate.Type.Span.ToLocation(),
                        type.Name,
                        candidate.Type.Name
                    )
                );
            }
        }

        string fullName = types.Qualify(type);
        bool reads = usage.IsReceived(type);
        bool writes = usage.IsSent(type);
        AlternateModel model = new(
            name,
            fullName,
            summaries.SummarizeType(type),
            [
                .. reads ? new[] { $"{GlobalNames.IQmpReadable}<{fullName}>" } : [],
                .. writes ? new[] { GlobalNames.IQmpAlternate } : [],
            ],
            branches.OrderBy(pair => pair.Key).Select(pair => pair.Value).ToEquatableArray(),
            reads,
            writes
        );
        return new Result<AlternateModel>(model, [.. problems]);
    }

    private AlternateBranchModel? BuildBranch(AlternateType alternate, SchemaBranch branch, string alternateName)
    {
        SchemaType type = branch.Type.Target;
        TypeModel model = types.Map(type, metadata.FindInteger(alternate, branch));
        (string Name, BranchKind Kind)? found = type is BuiltinType { Kind: BuiltinKind.Null }
            ? ("Null", BranchKind.Null)
            : model.Kind switch
            {
                ValueKind.Object or ValueKind.Union => ("Object", BranchKind.Object),
                ValueKind.List => ("List", BranchKind.Array),
                ValueKind.String => ("String", BranchKind.String),
                ValueKind.Enum => ("Enum", BranchKind.String),
                ValueKind.Int => ("Int", BranchKind.Number),
                ValueKind.Number => ("Number", BranchKind.Number),
                ValueKind.Bool => ("Bool", BranchKind.Boolean),
                _ => null,
            };
        return found is { } known
            ? new AlternateBranchModel(
                known.Name == alternateName ? known.Name + "Branch" : known.Name,
                known.Kind,
                summaries.SummarizeAlternateBranch(alternate, branch),
                known.Kind == BranchKind.Null ? null : model
            )
            : null;
    }
}
