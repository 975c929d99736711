namespace QmpGen;

/// <summary>The part that the schema of a server has. Places with the same path are the same.</summary>
internal sealed class ServerSchemaView : SchemaView
{
    // No real type has as many, and a guest can control its QEMU.
    private const int MaxCases = 1024;
    private const int MaxCounterparts = 16;

    private readonly SchemaGraph _server;
    private readonly Dictionary<TypeNode, List<TypeNode>> _counterparts = [];
    private readonly Dictionary<ObjectNode, List<ObjectNode>> _unions = [];
    private readonly Dictionary<TypeNode, HashSet<TypeNode>> _met = [];
    private readonly Queue<(TypeNode Compiled, TypeNode Server)> _pending = [];

    public ServerSchemaView(SchemaGraph compiled, SchemaGraph server)
    {
        _server = server;
        foreach (CommandNode command in compiled.Commands)
        {
            if (server.FindCommand(command.Name) is { } other)
            {
                Pair(command.Arguments, other.Arguments);
                Pair(command.Result, other.Result);
            }
        }

        foreach (EventNode @event in compiled.Events)
        {
            Pair(@event.Data, server.FindEvent(@event.Name)?.Data);
        }

        while (_pending.TryDequeue(out (TypeNode Compiled, TypeNode Server) pair))
        {
            PairParts(pair.Compiled, pair.Server);
        }

        _met.Clear();
    }

    public override bool Has(CommandNode command) => _server.FindCommand(command.Name) is not null;

    public override bool Has(EventNode @event) => _server.FindEvent(@event.Name) is not null;

    public override bool Has(TypeNode type) => _counterparts.ContainsKey(type);

    public override bool Has(ObjectNode owner, MemberNode member) =>
        CounterpartsOf(owner).Any(type => type is BuiltinNode || FindMembers((ObjectNode)type, member.Name).Any())
        || _unions.GetValueOrDefault(owner)?.Any(union => union.FindMember(member.Name) is not null) == true;

    // A string can have any value.
    public override bool Has(EnumNode owner, ValueNode value) =>
        CounterpartsOf(owner).OfType<EnumNode>().ToArray() is { Length: > 0 } enums
            ? enums.Any(type => type.FindValue(value.Name) is not null)
            : CounterpartsOf(owner).Any();

    public override bool Has(ObjectNode owner, CaseNode @case) =>
        CounterpartsOf(owner).Any(type => type is not ObjectNode server || CanBe(server, owner.Tag!, @case));

    public override bool Requires(ObjectNode owner, MemberNode member) =>
        CounterpartsOf(owner).ToArray() is { Length: > 0 } counterparts
        && counterparts.All(type => (type as ObjectNode)?.FindMember(member.Name) is { Optional: false });

    /// <summary>Gets whether an object of the server can be a case of a union.</summary>
    /// <remarks>A plain object with the tag as text can be every case. Without the tag, it is read as the case that has
    /// its members.</remarks>
    private static bool CanBe(ObjectNode server, string tag, CaseNode @case) =>
        server.Tag is not null ? server.FindCase(@case.Name) is not null
        : server.FindMember(tag) is not null
            || @case.Type?.Members.All(member => member.Optional || server.FindMember(member.Name) is not null) == true;

    private IEnumerable<TypeNode> CounterpartsOf(TypeNode type) => _counterparts.GetValueOrDefault(type) ?? [];

    /// <summary>Finds a member in an object or its cases.</summary>
    /// <remarks>A release can have moved it between the common members of a union and its cases.</remarks>
    private static IEnumerable<MemberNode> FindMembers(ObjectNode server, string name) =>
        server
            .Cases.Take(MaxCases)
            .Select(@case => @case.Type)
            .Prepend(server)
            .Select(type => type?.FindMember(name))
            .OfType<MemberNode>();

    private void Pair(TypeNode? compiled, TypeNode? server)
    {
        if (compiled is null || server is null)
        {
            return;
        }

        if (!_met.TryGetValue(compiled, out HashSet<TypeNode>? met))
        {
            _met.Add(compiled, met = []);
        }

        if (met.Count < MaxCounterparts && met.Add(server))
        {
            _pending.Enqueue((compiled, server));
        }
    }

    private void PairParts(TypeNode compiled, TypeNode server)
    {
        switch (compiled, server)
        {
            case (ListNode left, ListNode right):
                Pair(left.Item, right.Item);
                break;
            case (AlternateNode left, _):
                Add(left, server);
                PairBranches(left.PlainBranches, server is AlternateNode other ? other.PlainBranches : [server]);
                break;
            case (_, AlternateNode right):
                PairBranches([compiled], right.PlainBranches);
                break;
            case (EnumNode, EnumNode or BuiltinNode { JsonType: "string" or "value" }):
            case (ObjectNode, BuiltinNode { JsonType: "value" }):
                Add(compiled, server);
                break;
            case (ObjectNode left, ObjectNode right):
                Add(left, right);
                PairMembers(left, name => FindMembers(right, name));
                PairCases(left, right);
                break;
        }
    }

    private void PairBranches(IEnumerable<TypeNode> compiled, IEnumerable<TypeNode> server)
    {
        foreach (TypeNode left in compiled)
        {
            foreach (TypeNode right in server)
            {
                Pair(left, right);
            }
        }
    }

    private void PairMembers(ObjectNode compiled, Func<string, IEnumerable<MemberNode>> find)
    {
        foreach (MemberNode member in compiled.Members)
        {
            foreach (MemberNode other in find(member.Name))
            {
                Pair(member.Type, other.Type);
            }
        }
    }

    private void PairCases(ObjectNode compiled, ObjectNode server)
    {
        foreach (CaseNode @case in compiled.Cases)
        {
            if (@case.Type is { } type)
            {
                AddTo(_unions, type, server);
                PairMembers(type, name => server.FindMember(name) is { } common ? [common] : []);
                Pair(type, server.FindCase(@case.Name)?.Type);
            }
        }
    }

    private void Add(TypeNode compiled, TypeNode server) => AddTo(_counterparts, compiled, server);

    private static void AddTo<TNode>(Dictionary<TNode, List<TNode>> lists, TNode key, TNode item)
        where TNode : TypeNode
    {
        if (!lists.TryGetValue(key, out List<TNode>? list))
        {
            lists.Add(key, list = []);
        }

        list.Add(item);
    }
}
