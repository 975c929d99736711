using QmpGen.Generator.Collections;
using QmpGen.Generator.Diagnostics;
using QmpGen.Generator.Names;
using QmpGen.Generator.Names.Catalogue;
using QmpGen.Generator.Schema;

namespace QmpGen.Generator.Model;

/// <summary>Makes records of alternates. Their branches have no names in the dump; the kind of JSON value tells them
/// apart.</summary>
internal sealed class AlternateBuilder(
    TypeNames names,
    TypeUsage usage,
    SchemaMetadata facts,
    Summaries summaries,
    TypeMapper types
)
{
    public Result<AlternateModel> Build(AlternateType type)
    {
        string name = names.NameOf(type);
        List<Problem> problems = [];
        Dictionary<JsonToken, AlternateBranchModel> branches = [];
        foreach (SchemaBranch candidate in type.Branches)
        {
            if (BranchOf(type, candidate, name) is { } branch && !branches.ContainsKey(branch.Token))
            {
                branches.Add(branch.Token, branch);
            }
            else if (!candidate.Type.IsDangling)
            {
                problems.Add(
                    new Problem(
                        DiagnosticRules.AmbiguousAlternate,
                        candidate.Type.Span.ToLocation(),
                        type.Name,
                        candidate.Type.Name
                    )
                );
            }
        }

        return new Result<AlternateModel>(
            new AlternateModel(
                name,
                summaries.Alternate(type, name),
                MemberBuilder.MarksOf(type.Features),
                branches.OrderBy(pair => pair.Key).Select(pair => pair.Value).ToEquatableArray(),
                usage.IsReceived(type),
                usage.IsSent(type)
            ),
            [.. problems]
        );
    }

    private AlternateBranchModel? BranchOf(AlternateType alternate, SchemaBranch branch, string alternateName)
    {
        SchemaType type = branch.Type.Target;
        TypeModel model = types.Map(type, facts.IntegerOf(alternate, branch));
        (string Name, JsonToken Token, string Text)? kind = type is BuiltinType { Kind: BuiltinKind.Null }
            ? ("Null", JsonToken.Null, "null")
            : model.Kind switch
            {
                ValueKind.Object or ValueKind.Union => ("Object", JsonToken.Object, "an object"),
                ValueKind.List => ("List", JsonToken.Array, "an array"),
                ValueKind.String => ("String", JsonToken.String, "a string"),
                ValueKind.Enum => ("Enum", JsonToken.String, "a value of an enum"),
                ValueKind.Int => ("Int", JsonToken.Number, "an integer"),
                ValueKind.Number => ("Number", JsonToken.Number, "a number"),
                ValueKind.Bool => ("Bool", JsonToken.Bool, "a boolean"),
                _ => null,
            };
        if (kind is not { } known)
        {
            return null;
        }

        string name = known.Name == alternateName ? known.Name + "Branch" : known.Name;
        return new AlternateBranchModel(
            name,
            known.Token,
            summaries.AlternateBranch(alternate, branch, known.Text),
            known.Token == JsonToken.Null ? null : model
        );
    }
}
