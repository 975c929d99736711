using QmpGen.Generator.Collections;

namespace QmpGen.Generator.Model;

/// <summary>Builds the features class of a client.</summary>
internal sealed class FeaturesBuilder
{
    private readonly List<FeatureEnumModel> _enums = [];
    private readonly FeatureNames _names;

    private FeaturesBuilder(FeatureNames names) => _names = names;

    /// <summary>Builds the class.</summary>
    /// <param name="fullName">The full name of the class.</param>
    /// <param name="declarations">The types, commands and events.</param>
    public static FeaturesModel Build(string name, string fullName, IReadOnlyList<DeclarationModel> declarations)
    {
        DeclarationModel[] types =
        [
            .. declarations
                .Where(declaration => declaration is not (CommandModel or EventModel))
                .OrderBy(type => type.Name, StringComparer.Ordinal),
        ];
        FeaturesBuilder builder = new(new FeatureNames(name, types.Select(type => type.Name)));
        builder.AddTypes(types);
        foreach (
            CommandModel command in declarations
                .OfType<CommandModel>()
                .OrderBy(command => command.WireName, StringComparer.Ordinal)
        )
        {
            builder.Add(builder._names.ReserveCommand(command.Name), command.Members);
        }

        foreach (
            EventModel @event in declarations
                .OfType<EventModel>()
                .OrderBy(@event => @event.WireName, StringComparer.Ordinal)
        )
        {
            builder.Add(builder._names.ReserveEvent(@event.Name), @event.Members);
        }

        foreach (UnionModel union in types.OfType<UnionModel>())
        {
            builder.AddBranches(union.Name, union.Content);
        }

        return new FeaturesModel(
            name,
            fullName,
            "Members and enum values, to check whether a server supports them.",
            builder._enums.OrderBy(item => item.Name, StringComparer.Ordinal).ToEquatableArray()
        );
    }

    private void AddTypes(IEnumerable<DeclarationModel> types)
    {
        foreach (DeclarationModel type in types)
        {
            switch (type)
            {
                case ObjectModel item:
                    Add(item.Name, item.Members);
                    break;
                case UnionModel union:
                    Add(union.Name, union.Content.Members);
                    break;
                case EnumModel item:
                    Add(item.Name, item.Values.Select(value => value.Name));
                    break;
            }
        }
    }

    private void AddBranches(string union, UnionContent content)
    {
        foreach (BranchModel branch in content.Branches)
        {
            string name = _names.ReserveBranch(union, branch.Name);
            Add(name, branch.Members);
            if (branch.Content is { } inner)
            {
                AddBranches(name, inner);
            }
        }
    }

    private void Add(string name, MembersModel members) => Add(name, members.Items.Select(member => member.Name));

    private void Add(string name, IEnumerable<string> values)
    {
        FeatureEnumModel item = new(name, values.ToEquatableArray());
        if (item.Values.Count > 0)
        {
            _enums.Add(item);
        }
    }
}
